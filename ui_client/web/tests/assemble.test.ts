import { describe, expect, it } from "vitest";
import { recorded, traceEvents } from "../e2e/server/fixtures";
import { traceStreamResponse } from "../src/api/messages";
import { assemble, type PartialTrace } from "../src/trace/assemble";
import { highest, spanLevels } from "../src/trace/level";
import { recordedTrace } from "./support";

const part = (data: unknown) => traceStreamResponse(data, "part");

describe("assemble", () => {
  it("makes the trace of its parts, whatever their size", () => {
    const fixtures = recorded();
    const wholes = [1, 3, 100].map((size) => {
      let arrived: PartialTrace | undefined;
      for (const { data } of traceEvents(fixtures, size)) arrived = assemble(arrived, part(data));
      return arrived!;
    });
    expect(wholes[0]!.complete).toBe(true);
    expect(wholes[0]!.trace.documents).toHaveLength(fixtures.trace.documents.length);
    expect(wholes[0]!.trace.spans.map((span) => String(span.examined))).toEqual(fixtures.examined);
    expect(wholes[1]).toEqual(wholes[0]);
    expect(wholes[2]).toEqual(wholes[0]);
  });

  it("gives spans the documents that name them, most relevant first", () => {
    const { spans, documents } = recordedTrace().trace;
    spans.forEach((span, i) => {
      const named = documents.flatMap((document, d) => (document.spans.includes(i) ? [d] : []));
      expect(span.documents).toEqual(named);
    });
  });

  it("leaves what had arrived as it was", () => {
    const [first, second] = [...traceEvents(recorded())].map(({ data }) => part(data));
    const before = assemble(undefined, first!);
    const copy = structuredClone(before);
    assemble(before, second!);
    expect(before).toEqual(copy);
  });

  it("begins anew with spans", () => {
    const first = part([...traceEvents(recorded())][0]!.data);
    expect(assemble(recordedTrace(), first).trace.documents).toEqual([]);
  });

  it("refuses documents before spans, with gaps, and of spans that are not there", () => {
    const { trace } = recordedTrace();
    const documents = (firstIndex: number, spans: number[]) =>
      part({ documents: { firstIndex, documents: [{ spans }] } });
    expect(() => assemble(undefined, documents(0, []))).toThrow("does not begin with spans");
    const started = assemble(undefined, part({ spans: { trace: { spans: [{}] } } }));
    expect(() => assemble(started, documents(1, [0]))).toThrow("firstIndex: expected 0, got 1");
    expect(() => assemble(started, documents(0, [1]))).toThrow("expected less than 1, got 1");
    expect(trace.spans.length).toBeGreaterThan(1);
  });

  it("passes over a part that it does not know", () => {
    const arrived = recordedTrace();
    expect(assemble(arrived, part({ later: {} }))).toBe(arrived);
  });
});

describe("levels", () => {
  it("of a span are the highest of its documents", () => {
    const { trace } = recordedTrace();
    const levels = spanLevels(trace, true);
    // Span 3 stands in a document of high and in one of medium relevance.
    expect(trace.spans[3]!.documents.map((i) => trace.documents[i]!.level)).toEqual([
      "RELEVANCE_HIGH",
      "RELEVANCE_MEDIUM",
    ]);
    expect(levels[3]).toBe("high");
    expect(new Set(levels)).toEqual(new Set(["high", "low", "none"]));
  });

  it("of a span without documents depend on whether some may come", () => {
    const { trace } = recordedTrace();
    const bare = trace.spans.findIndex(({ documents }) => documents.length === 0);
    expect(spanLevels(trace, true)[bare]).toBe("none");
    expect(spanLevels(trace, false)[bare]).toBe("pending");
  });

  it("are ordered", () => {
    expect(highest(["low", "high", "medium"])).toBe("high");
    expect(highest(["none", "pending"])).toBe("none");
    expect(highest(["pending", "low"])).toBe("low");
  });
});
