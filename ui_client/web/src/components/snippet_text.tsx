import { useMemo } from "preact/hooks";
import type { Snippet } from "../api/messages";
import { matchedRuns } from "../text/matched_runs";
import { ForeignText } from "./foreign";

interface Props {
  snippet: Snippet;
  /** Indices of matches that stand out: spans chosen. */
  selected?: number[];
}

/** A part of a document with its matches marked. */
export function SnippetText({ snippet, selected = [] }: Props) {
  const runs = useMemo(() => matchedRuns(snippet.text, snippet.matches), [snippet]);
  return (
    <blockquote class="snippet reading" dir="auto">
      {!snippet.atBegin && "… "}
      {runs.map(({ text, match }, i) =>
        match ? (
          <mark
            key={i}
            class={`match ${match.identical ? "" : "differs"} ${
              selected.includes(match.index) ? "selected" : ""
            }`}
          >
            <ForeignText text={text} />
          </mark>
        ) : (
          <ForeignText key={i} text={text} />
        ),
      )}
      {!snippet.atEnd && " …"}
    </blockquote>
  );
}

/** Says what the sign of a match that differs means, if there is one. */
export const DifferenceNote = ({ snippets }: { snippets: Snippet[] }) =>
  snippets.some(({ matches }) => matches.some(({ identical }) => !identical)) ? (
    <p class="hint-line">≈ the same words, written differently</p>
  ) : null;
