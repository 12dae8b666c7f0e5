import type { Trace } from "../src/api/messages";
import { traceStreamResponse } from "../src/api/messages";
import { assemble, type PartialTrace } from "../src/trace/assemble";
import { recorded, traceEvents, type Fixtures } from "../e2e/server/fixtures";

/** The recorded trace, as the page puts it together. */
export function recordedTrace(change?: (fixtures: Fixtures) => void): PartialTrace {
  const fixtures = recorded();
  change?.(fixtures);
  let arrived: PartialTrace | undefined;
  for (const { data } of traceEvents(fixtures)) {
    arrived = assemble(arrived, traceStreamResponse(data, "part"));
  }
  return arrived!;
}

/** A span over code points; its other values do not matter. */
export function spanOver(beginCodePoint: number, endCodePoint: number): Trace["spans"][number] {
  return {
    range: { beginByte: 0, endByte: 0, beginCodePoint, endCodePoint },
    firstWord: 0,
    words: 4,
    occurrences: 1,
    examined: 1,
    logProbability: -9,
    documents: [],
  };
}

/** A stream that gives the chunks one by one. */
export const streamOf = (chunks: Uint8Array[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      chunks.forEach((chunk) => controller.enqueue(chunk));
      controller.close();
    },
  });
