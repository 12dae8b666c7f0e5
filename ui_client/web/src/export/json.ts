import type { Question } from "../state/question";
import type { PartialTrace } from "../trace/assemble";

/** What was asked and the trace, in the JSON of the API, with `complete` false if it broke off. */
export function traceToJson(arrived: PartialTrace, question: Question): string {
  const { prompt, model, density, minWords, sources, redactEmails } = question;
  const query = { prompt, model, options: { density, minWords, sources, redactEmails } };
  return JSON.stringify({ query, ...arrived }, null, 2) + "\n";
}
