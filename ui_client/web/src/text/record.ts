/** An answer with what is known of it. */
export interface AnswerRecord {
  output: string;
  prompt: string;
  model: string;
  /** Records in the file that it is from. */
  count: number;
}

/**
 * Reads a dropped file: a JSON object {"prompt", "output", "model"}, or the first of JSON lines of
 * them, as the program `trace --jsonl` reads them. Any other text is the answer itself.
 */
export function readRecord(text: string): AnswerRecord {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  for (const [json, count] of [
    [text, 1],
    [lines[0] ?? "", lines.length],
  ] as const) {
    const record = parseObject(json);
    if (typeof record?.output !== "string") continue;
    const field = (name: string) => (typeof record[name] === "string" ? record[name] : "");
    return { output: record.output, prompt: field("prompt"), model: field("model"), count };
  }
  return { output: text, prompt: "", model: "", count: 1 };
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object"
      ? ((value ?? undefined) as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
