import { describe, expect, it } from "vitest";
import { metadataFields } from "../src/components/metadata";
import { joined } from "../src/state/use_document_text";
import { matchedRuns } from "../src/text/matched_runs";
import { plural, seconds, withCommas } from "../src/text/numbers";
import { readRecord } from "../src/text/record";
import { densityStep, DENSITIES, describeDensity } from "../src/trace/density";
import { describeCoverage, describeOmissions } from "../src/trace/summary";
import { recordedTrace } from "./support";

const match = (beginByte: number, endByte: number) => ({
  beginByte,
  endByte,
  index: 0,
  identical: true,
});
const runs = (text: string, ...matches: [number, number][]) =>
  matchedRuns(
    text,
    matches.map(([begin, end]) => match(begin, end)),
  ).map(({ text, match }) => (match ? `[${text}]` : text));

describe("matchedRuns", () => {
  it("cuts at bytes", () => {
    expect(runs("é🙂 match é", [7, 12])).toEqual(["é🙂 ", "[match]", " é"]);
  });

  it("keeps the whole text, whatever the matches", () => {
    expect(runs("abcdef", [0, 2], [2, 6])).toEqual(["[ab]", "[cdef]"]);
    expect(runs("abcdef", [-9, -3], [4, 99])).toEqual(["abcd", "[ef]"]);
    expect(runs("abcdef", [3, 5], [0, 4]).join("").replace(/[[\]]/g, "")).toBe("abcdef");
  });

  it("marks the same words in every recorded snippet", () => {
    const { trace } = recordedTrace();
    const bytes = new TextEncoder().encode(trace.text);
    for (const { snippets } of trace.documents) {
      for (const { text, matches } of snippets) {
        for (const run of matchedRuns(text, matches)) {
          if (!run.match?.identical) continue;
          const { range } = trace.spans[run.match.index]!;
          const span = new TextDecoder().decode(bytes.subarray(range.beginByte, range.endByte));
          expect(run.text).toBe(span);
        }
      }
    }
  });
});

describe("joined pages", () => {
  it("do not repeat what they share", () => {
    const first = { text: "ab🙂c", begin: 10, end: 17 };
    const second = { text: "c rest", begin: 16, end: 22 };
    expect(joined(first, second)).toEqual({ text: "ab🙂c rest", begin: 10, end: 22 });
    expect(joined(first, { ...second, begin: 17 }).text).toBe("ab🙂cc rest");
  });
});

describe("readRecord", () => {
  const record = { prompt: "Why?", output: "Because.", model: "m", id: 1 };

  it("takes a record of JSON apart", () => {
    expect(readRecord(JSON.stringify(record, null, 2))).toEqual({
      output: "Because.",
      prompt: "Why?",
      model: "m",
      count: 1,
    });
  });

  it("takes the first of JSON lines and counts them", () => {
    const lines = [record, { output: "Second." }, {}]
      .map((line) => JSON.stringify(line))
      .join("\n");
    expect(readRecord(`${lines}\n\n`)).toMatchObject({ output: "Because.", count: 3 });
  });

  it.each([
    "Plain words.",
    '{"text": "no output"}',
    "[1, 2]",
    "null",
    '{"output": 7}',
    "{broken",
    "",
  ])("takes %j as the text", (text) =>
    expect(readRecord(text)).toEqual({ output: text, prompt: "", model: "", count: 1 }),
  );
});

describe("words for numbers", () => {
  it("count things", () => {
    expect(plural(1, "document")).toBe("1 document");
    expect(plural(1234, "document")).toBe("1,234 documents");
    expect(withCommas(0)).toBe("0");
    expect([seconds(0.0021), seconds(2.34)]).toEqual(["3 ms", "2.3 s"]);
  });

  it("describe coverage", () => {
    const { coverage } = recordedTrace().trace;
    expect(describeCoverage(coverage)).toBe(
      "65% of 172 words stand in spans of 4 words or more; the longest match has 15 words.",
    );
    expect(describeCoverage({ ...coverage, words: 0 })).toBe("The text has no words.");
  });

  it("say what is left out, and only that", () => {
    const { trace } = recordedTrace();
    expect(describeOmissions(trace).join(" ")).toMatch(
      /^\d+ of \d+ documents found are not shown\.$/,
    );
    const statistics = {
      ...trace.statistics!,
      spansFound: 20,
      spansKept: 18,
      documentsFound: 14,
      documentsFiltered: 2,
      emailsRedacted: 1,
    };
    expect(describeOmissions({ ...trace, statistics })).toEqual([
      "2 of 20 spans are left out, the commonest; a higher density shows them.",
      "2 documents of other sources left out.",
      "1 e-mail address redacted.",
    ]);
    expect(describeOmissions({ ...trace, statistics: undefined })).toEqual([]);
  });

  it("name every density", () => {
    DENSITIES.forEach((density, i) => expect(densityStep(density)).toBe(i));
    expect(densityStep(0.06)).toBe(densityStep(0.05));
    expect(describeDensity(0.05)).toBe("5%: up to 1 span in 20 words");
    expect(describeDensity(1)).toBe("all spans");
  });
});

describe("metadataFields", () => {
  it("lists fields by their path", () => {
    expect(metadataFields('{"a":"x","metadata":{"b":{"c":[1]}},"d":null}')).toEqual([
      ["a", "x"],
      ["metadata.b.c", "[1]"],
      ["d", "null"],
    ]);
  });

  it("shows what is no object as it is", () => {
    expect(metadataFields("{}")).toEqual([]);
    expect(metadataFields("")).toEqual([]);
    expect(metadataFields('"words"')).toEqual([["metadata", "words"]]);
    expect(metadataFields("{broken")).toEqual([["metadata", "{broken"]]);
  });
});
