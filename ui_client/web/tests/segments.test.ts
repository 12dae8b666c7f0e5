import { describe, expect, it } from "vitest";
import { cutSegments } from "../src/trace/segments";
import { recordedTrace, spanOver } from "./support";

/** Segments as text with the spans in them. */
const cut = (text: string, ...ranges: [number, number][]) =>
  cutSegments(
    text,
    ranges.map(([begin, end]) => spanOver(begin, end)),
  ).map(({ begin, end, spans, ending }) => [text.slice(begin, end), spans, ending]);

describe("cutSegments", () => {
  it("gives the whole text if there are no spans", () => {
    expect(cut("abc")).toEqual([["abc", [], []]]);
    expect(cut("")).toEqual([]);
  });

  it("cuts where spans begin and end", () => {
    expect(cut("abcdef", [1, 3])).toEqual([
      ["a", [], []],
      ["bc", [0], [0]],
      ["def", [], []],
    ]);
  });

  it("gives overlapping spans a segment of their own", () => {
    expect(cut("abcdef", [0, 4], [2, 6])).toEqual([
      ["ab", [0], []],
      ["cd", [0, 1], [0]],
      ["ef", [1], [1]],
    ]);
  });

  it("takes spans in any order, within each other, and side by side", () => {
    expect(cut("abcdef", [4, 6], [0, 4], [1, 2])).toEqual([
      ["a", [1], []],
      ["b", [1, 2], [2]],
      ["cd", [1], [1]],
      ["ef", [0], [0]],
    ]);
  });

  it("counts code points, not UTF-16 code units", () => {
    expect(cut("🏛️ 🙂🙂 x", [3, 5])).toEqual([
      ["🏛️ ", [], []],
      ["🙂🙂", [0], [0]],
      [" x", [], []],
    ]);
  });

  it("passes over spans without text and ends those that go too far", () => {
    expect(cut("abc", [1, 1], [2, 99])).toEqual([
      ["ab", [], []],
      ["c", [1], [1]],
    ]);
  });

  it("of a recorded trace join to its text and hold each span whole", () => {
    const { trace } = recordedTrace();
    const segments = cutSegments(trace.text, trace.spans);
    expect(segments.map(({ begin, end }) => trace.text.slice(begin, end)).join("")).toBe(
      trace.text,
    );
    const bytes = new TextEncoder().encode(trace.text);
    trace.spans.forEach(({ range }, i) => {
      const parts = segments.filter(({ spans }) => spans.includes(i));
      const text = parts.map(({ begin, end }) => trace.text.slice(begin, end)).join("");
      // The bytes say the same by another count.
      expect(text).toBe(new TextDecoder().decode(bytes.subarray(range.beginByte, range.endByte)));
    });
  });
});
