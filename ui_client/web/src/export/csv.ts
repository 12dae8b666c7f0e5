import type { PartialTrace } from "../trace/assemble";
import { spanTexts } from "../text/range_texts";
import { levelLook, spanLevels } from "../trace/level";

type Cell = string | number;

const COLUMNS = [
  "span",
  "begin_byte",
  "end_byte",
  "begin_code_point",
  "end_code_point",
  "text",
  "words",
  "occurrences",
  "examined",
  "log_probability",
  "span_level",
  "document",
  "level",
  "relevance",
  "explained_words",
  "id",
  "title",
  "source",
  "date",
  "language",
  "license",
  "url",
  "content_hash",
];

/** A line for each span and document of it; a span without documents has one line, too. */
export function traceToCsv({ trace }: PartialTrace): string {
  const texts = spanTexts(trace);
  const levels = spanLevels(trace, true);
  const rows: Cell[][] = [COLUMNS];
  trace.spans.forEach((span, i) => {
    const { range } = span;
    const cells: Cell[] = [
      i + 1,
      range.beginByte,
      range.endByte,
      range.beginCodePoint,
      range.endCodePoint,
      texts[i]!,
      span.words,
      span.occurrences,
      span.examined,
      span.logProbability,
      levelLook[levels[i]!].title,
    ];
    if (span.documents.length === 0) rows.push(cells);
    for (const number of span.documents) {
      const { document, ...found } = trace.documents[number]!;
      rows.push([
        ...cells,
        number + 1,
        found.level.replace("RELEVANCE_", "").toLowerCase(),
        found.relevance,
        found.explainedWords,
        document.id,
        document.title,
        document.source,
        document.date,
        document.language,
        document.license,
        document.url,
        document.contentHash,
      ]);
    }
  });
  return rows.map((row) => padded(row).map(csvCell).join(",") + "\r\n").join("");
}

const padded = (row: Cell[]): Cell[] => [...row, ...Array(COLUMNS.length - row.length).fill("")];

/**
 * A cell as RFC 4180 has it. Text that a spreadsheet would run as a formula gets an apostrophe in
 * front.
 */
export function csvCell(value: Cell): string {
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
