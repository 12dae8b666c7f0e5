import { describe, expect, it } from "vitest";
import { csvCell, traceToCsv } from "../src/export/csv";
import { traceToHtml } from "../src/export/html_report";
import { html } from "../src/export/html_template";
import { traceToJson } from "../src/export/json";
import { EMPTY_QUESTION } from "../src/state/question";
import { recordedTrace } from "./support";

const HOSTILE = `"><script>alert('x')</script>&amp;`;

describe("csvCell", () => {
  it.each([
    ["plain", "plain"],
    ["a,b", '"a,b"'],
    ['say "x"', '"say ""x"""'],
    ["two\nlines", '"two\nlines"'],
    ["=SUM(A1)", "'=SUM(A1)"],
    ["+1", "'+1"],
    ["@x", "'@x"],
    ["-a,b", `"'-a,b"`],
    ["\tx", "'\tx"],
    ["", ""],
  ])("writes %j as %j", (value, cell) => expect(csvCell(value)).toBe(cell));

  it("leaves numbers alone", () => expect(csvCell(-21.7)).toBe("-21.7"));
});

describe("traceToCsv", () => {
  const arrived = recordedTrace();
  const lines = traceToCsv(arrived).split("\r\n");

  it("has a line for each span and document, and for a span without", () => {
    const { spans } = arrived.trace;
    const rows = spans.reduce((sum, { documents }) => sum + Math.max(1, documents.length), 0);
    expect(lines).toHaveLength(1 + rows + 1);
    expect(lines.at(-1)).toBe("");
  });

  it("has the same number of cells in each line", () => {
    // No cell of the recorded trace but those with a comma are quoted.
    const cells = lines.slice(0, -1).map((line) => line.replace(/"[^"]*"/g, "q").split(",").length);
    expect(new Set(cells).size).toBe(1);
  });

  it("says where a span is and which document it has", () => {
    expect(lines[1]).toMatch(/^1,\d+,\d+,\d+,\d+,In giving freedom to the slave/);
    expect(lines[1]).toContain('"State of the Union address, Abraham Lincoln, 1862",sotu,1862');
  });
});

describe("traceToJson", () => {
  it("gives what was asked and the trace as the API has it", () => {
    const arrived = recordedTrace();
    const json = JSON.parse(traceToJson(arrived, { ...EMPTY_QUESTION, model: "m", density: 0.1 }));
    expect(json.query).toMatchObject({ model: "m", options: { density: 0.1, minWords: 4 } });
    expect(json.complete).toBe(true);
    expect(json.trace.spans).toEqual(arrived.trace.spans);
  });
});

describe("html", () => {
  it("escapes what it is given, but not what it made", () => {
    expect(html`<b title="${HOSTILE}">${[html`<i>${1}</i>`]}${undefined}</b>`.source).toBe(
      '<b title="&#34;&#62;&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62;&#38;amp;"><i>1</i></b>',
    );
  });
});

describe("traceToHtml", () => {
  const report = (change?: Parameters<typeof recordedTrace>[0]) =>
    traceToHtml(recordedTrace(change), { ...EMPTY_QUESTION, model: HOSTILE, prompt: HOSTILE });

  it("has text, claim, spans and documents", () => {
    const page = report();
    expect(page).toContain('<mark class="high">In giving freedom');
    expect(page).toContain("Overlap only, no proof of training");
    expect(page).toContain("State of the Union address, Abraham Lincoln, 1862");
    expect(page).not.toContain("undefined");
    expect(page).not.toContain("[object");
  });

  it("runs nothing that a corpus holds", () => {
    const page = report(({ trace }) => {
      for (const { document, snippets } of trace.documents) {
        for (const name of ["id", "title", "source", "date", "license", "language"]) {
          document[name] = HOSTILE;
        }
        document.url = "javascript:alert(1)";
        snippets[0].text = HOSTILE;
      }
      trace.claim.statement = HOSTILE;
    });
    expect(page).not.toContain("<script");
    expect(page).not.toContain('href="javascript');
    expect(page).toContain("default-src 'none'");
  });

  it("says when the trace broke off", () => {
    const arrived = { ...recordedTrace(), complete: false };
    expect(traceToHtml(arrived, EMPTY_QUESTION)).toContain("Incomplete.");
  });
});
