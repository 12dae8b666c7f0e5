import type { TextRange } from "../api/messages";
import { codePointMap } from "./offset_map";

/** What stands in each range of a text. */
export function rangeTexts(text: string, ranges: TextRange[]): string[] {
  const indexOf = codePointMap(text);
  return ranges.map((range) =>
    text.slice(indexOf(range.beginCodePoint), indexOf(range.endCodePoint)),
  );
}

/** The text of each span of a trace. */
export const spanTexts = (trace: { text: string; spans: { range: TextRange }[] }): string[] =>
  rangeTexts(
    trace.text,
    trace.spans.map(({ range }) => range),
  );
