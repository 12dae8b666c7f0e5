import type { Span } from "../api/messages";
import { codePointMap } from "../text/offset_map";

/** A piece of the text in which the same spans stand throughout. */
export interface Segment {
  /** In UTF-16 code units. */
  begin: number;
  end: number;
  /** Indices of the spans, in order; none between spans. */
  spans: number[];
  /** Those of them that end here. */
  ending: number[];
}

/** Cuts a text with overlapping spans into segments that do not overlap and together are the text. */
export function cutSegments(text: string, spans: Span[]): Segment[] {
  const indexOf = codePointMap(text);
  const ranges = spans.map(({ range }) => ({
    begin: indexOf(range.beginCodePoint),
    end: indexOf(range.endCodePoint),
  }));
  const starts = new Map<number, number[]>();
  const cuts = new Set([0, text.length]);
  ranges.forEach(({ begin, end }, i) => {
    if (begin >= end) return;
    cuts.add(begin).add(end);
    starts.set(begin, [...(starts.get(begin) ?? []), i]);
  });
  const bounds = [...cuts].sort((a, b) => a - b);
  let open: number[] = [];
  return bounds.slice(0, -1).map((begin, i) => {
    const end = bounds[i + 1]!;
    open = open.concat(starts.get(begin) ?? []).sort((a, b) => a - b);
    const segment = {
      begin,
      end,
      spans: open,
      ending: open.filter((span) => ranges[span]!.end === end),
    };
    open = open.filter((span) => ranges[span]!.end > end);
    return segment;
  });
}
