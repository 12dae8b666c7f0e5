import type { Coverage, Trace } from "../api/messages";
import { percent, plural, seconds, times, withCommas } from "../text/numbers";

/** Share of the text's words in spans of some length; 0 of a text without words. */
export const coveredShare = ({ words }: Coverage, covered: { words: number }): number =>
  words === 0 ? 0 : covered.words / words;

/** "61% of 136 words stand in spans of 4 words or more; the longest has 13 words." */
export function describeCoverage(coverage: Coverage): string {
  const first = coverage.covered[0];
  if (coverage.words === 0 || !first) return "The text has no words.";
  const share = percent(coveredShare(coverage, first));
  return (
    `${share} of ${plural(coverage.words, "word")} stand in spans of ${first.minWords} words or ` +
    `more; the longest match has ${plural(coverage.longestMatchWords, "word")}.`
  );
}

/** "13 words, 2 times in the corpus, 1 document" */
export function describeSpan({ spans }: Trace, index: number): string {
  const { words, occurrences, documents } = spans[index]!;
  return (
    `${plural(words, "word")}, ${times(occurrences)} in the corpus, ` +
    plural(documents.length, "document")
  );
}

/** What is not shown, a sentence each. */
export function describeOmissions({ statistics, documents }: Trace): string[] {
  if (!statistics) return [];
  const { spansFound, spansKept, documentsFound, documentsFiltered, emailsRedacted } = statistics;
  const shown = documents.length;
  return [
    spansFound > spansKept
      ? `${withCommas(spansFound - spansKept)} of ${plural(spansFound, "span")} are left out, the ` +
        `commonest; a higher density shows them.`
      : "",
    documentsFound - documentsFiltered > shown
      ? `${withCommas(documentsFound - documentsFiltered - shown)} of ` +
        `${plural(documentsFound - documentsFiltered, "document")} found are not shown.`
      : "",
    documentsFiltered > 0
      ? `${plural(documentsFiltered, "document")} of other sources left out.`
      : "",
    emailsRedacted > 0
      ? `${plural(emailsRedacted, "e-mail address", "e-mail addresses")} redacted.`
      : "",
  ].filter((sentence) => sentence !== "");
}

export function describeWork({ statistics }: Trace): string {
  if (!statistics) return "";
  const { matchSeconds, documentsSeconds, suffixBlocksRead, textChunksRead, shards } = statistics;
  return (
    `Spans in ${seconds(matchSeconds)}, documents in ${seconds(documentsSeconds)}; read ` +
    `${plural(suffixBlocksRead, "suffix block")} and ${plural(textChunksRead, "text chunk")} of ` +
    `${plural(shards, "shard")}.`
  );
}
