import { readFileSync } from "node:fs";

/** JSON of the API. Untyped, since a test may change any part of it, also to what must not be. */
export type Json = any;

/**
 * Answers of a server to one text, recorded from an index of State of the Union addresses. Most words
 * of the texts were then replaced by invented ones of the same length, so that all offsets hold. The
 * text of the first document is an excerpt.
 */
export interface Fixtures {
  corpus: Json;
  trace: Json;
  examined: string[];
  search: Json;
  text: string;
}

/** A fresh copy. */
export const recorded = (): Fixtures =>
  JSON.parse(readFileSync(new URL("../fixtures/speeches.json", import.meta.url), "utf8"));

/** The events of a trace as the server streams it, `size` documents in each. */
export function* traceEvents({ corpus, trace, examined }: Fixtures, size = 4): Generator<Event> {
  const { documents, statistics, ...spans } = trace;
  const { name, fingerprint } = corpus;
  yield {
    event: "spans",
    data: { spans: { corpus: name, fingerprint, trace: { ...spans, documents: [] } } },
  };
  for (let i = 0; i < documents.length; i += size) {
    const part = { firstIndex: i, documents: documents.slice(i, i + size) };
    yield { event: "documents", data: { documents: part } };
  }
  yield { event: "done", data: { done: { statistics, examined } } };
}

export interface Event {
  event: string;
  data: Json;
}
