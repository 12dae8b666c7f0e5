import type { Event } from "../server/fixtures";

/** Events that come one by one, as the test lets them. */
export class Steps {
  #release: (() => void)[] = [];

  /** Sends the first event at once and each other one when it is let go. */
  async *of(events: Iterable<Event | undefined>): AsyncGenerator<Event | undefined> {
    let first = true;
    for (const event of events) {
      if (!first) await new Promise<void>((resolve) => this.#release.push(resolve));
      first = false;
      yield event;
    }
  }

  /** Lets the event that waits go; waits for one to wait. */
  async next(): Promise<void> {
    while (this.#release.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    this.#release.shift()!();
  }
}
