import type { Locator, Page } from "@playwright/test";
import { recorded } from "../server/fixtures";

export const SAMPLE: string = recorded().trace.text;
export const MODEL = "allenai/OLMo-2-1124-7B";

/** The page as a reader sees it. */
export class TracePage {
  readonly answer: Locator;
  readonly status: Locator;
  readonly documents: Locator;
  readonly dialog: Locator;

  constructor(
    readonly page: Page,
    readonly url: string,
  ) {
    this.answer = page.getByLabel("Answer of the model");
    this.status = page.locator(".progress");
    this.documents = page.locator("#panel-documents article");
    this.dialog = page.getByRole("dialog");
  }

  async open(): Promise<void> {
    await this.page.goto(this.url);
  }

  /** Pastes a text and traces it. */
  async start(text = SAMPLE): Promise<void> {
    await this.answer.fill(text);
    await this.page.getByRole("combobox", { name: /^Model/ }).fill(MODEL);
    await this.page.getByRole("button", { name: "Trace", exact: true }).click();
  }

  /** The same, until the trace is complete. */
  async trace(text = SAMPLE): Promise<void> {
    await this.open();
    await this.start(text);
    await this.status.getByText(/documents?\.$/).waitFor();
  }

  /** A segment of the text by words in it. */
  segment(words: string): Locator {
    return this.page.locator("mark.segment", { hasText: words });
  }

  /** The sign of a span, by its number from 1. */
  sign(number: number): Locator {
    return this.page.getByRole("button", { name: new RegExp(`^Span ${number}:`) });
  }

  /** Selects words of the text as a mouse would. */
  async selectWords(words: string): Promise<void> {
    await this.page.evaluate((words) => {
      const text = document.querySelector(".traced-text .reading")!;
      const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const begin = node.textContent!.indexOf(words);
        if (begin < 0) continue;
        const range = document.createRange();
        range.setStart(node, begin);
        range.setEnd(node, begin + words.length);
        document.getSelection()!.removeAllRanges();
        document.getSelection()!.addRange(range);
        return;
      }
      throw new Error(`"${words}" is not in one piece of the text`);
    }, words);
  }
}
