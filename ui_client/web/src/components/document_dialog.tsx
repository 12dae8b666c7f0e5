import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Document, Snippet, SnippetMatch } from "../api/messages";
import { useDocumentText, type DocumentPlace } from "../state/use_document_text";
import { matchedRuns } from "../text/matched_runs";
import { plural } from "../text/numbers";
import { DocumentFacts, documentTitle } from "./document_card";
import { ErrorNote } from "./error_note";
import { Foreign, ForeignText } from "./foreign";
import { Metadata } from "./metadata";

interface Props {
  document: Document;
  /** Where the matches are. */
  snippets: Snippet[];
  /** The one to begin with. */
  first: Snippet;
  place: DocumentPlace;
  onClose: () => void;
}

/** A whole document, page by page, from its first match on. */
export function DocumentDialog({ document, snippets, first, place, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const matches = useMemo(() => matchesInDocument(snippets), [snippets]);
  const [current, setCurrent] = useState(() =>
    Math.max(
      0,
      matches.findIndex(({ beginByte }) => beginByte >= first.beginByte),
    ),
  );
  const { value: shown, busy, error, open, earlier, later } = useDocumentText(document, place);
  const at = matches[current]?.beginByte ?? first.beginByte;

  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    if (!shown || at < shown.begin || at >= shown.end) open(at);
  }, [at]);
  const loaded = shown !== undefined && at >= shown.begin && at < shown.end;
  useLayoutEffect(() => {
    dialog.current?.querySelector(".match.current")?.scrollIntoView({ block: "center" });
  }, [current, loaded]);

  return (
    <dialog ref={dialog} class="document-dialog" aria-labelledby="document-title" onClose={onClose}>
      <header>
        <h2 id="document-title">
          <Foreign text={documentTitle(document)} />
        </h2>
        <button type="button" class="close" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      <DocumentFacts document={document} />
      <Metadata json={document.metadataJson} />
      <nav class="actions" aria-label="Matches">
        <button type="button" disabled={current === 0} onClick={() => setCurrent(current - 1)}>
          Previous match
        </button>
        <span role="status">
          Match {current + 1} of {matches.length}
        </span>
        <button
          type="button"
          disabled={current + 1 >= matches.length}
          onClick={() => setCurrent(current + 1)}
        >
          Next match
        </button>
      </nav>
      <div class="document-text" tabIndex={0} role="region" aria-label="Text of the document">
        {shown && shown.begin > 0 && (
          <button type="button" disabled={busy} onClick={earlier}>
            Earlier text ({plural(shown.begin, "byte")})
          </button>
        )}
        {shown && <MatchedText {...shown} matches={matches} current={current} />}
        {busy && <p class="progress-line">Reading…</p>}
        {error && <ErrorNote error={error} onRetry={() => open(at)} />}
        {shown && shown.end < document.sizeBytes && (
          <button type="button" disabled={busy} onClick={later}>
            Later text ({plural(document.sizeBytes - shown.end, "byte")})
          </button>
        )}
      </div>
    </dialog>
  );
}

interface MatchedTextProps {
  text: string;
  begin: number;
  matches: SnippetMatch[];
  current: number;
}

function MatchedText({ text, begin, matches, current }: MatchedTextProps) {
  const runs = useMemo(
    () =>
      matchedRuns(
        text,
        matches.map((match) => shifted(match, -begin)),
      ),
    [text, begin, matches],
  );
  const chosen = matches[current];
  return (
    <p class="reading" dir="auto">
      {runs.map(({ text, match }, i) =>
        match ? (
          <mark
            key={i}
            class={`match ${match.beginByte + begin === chosen?.beginByte ? "current" : ""}`}
          >
            <ForeignText text={text} />
          </mark>
        ) : (
          <ForeignText key={i} text={text} />
        ),
      )}
    </p>
  );
}

const shifted = (match: SnippetMatch, bytes: number): SnippetMatch => ({
  ...match,
  beginByte: match.beginByte + bytes,
  endByte: match.endByte + bytes,
});

/** By place in the document; snippets may share matches. */
function matchesInDocument(snippets: Snippet[]): SnippetMatch[] {
  const byPlace = new Map<number, SnippetMatch>();
  for (const { beginByte, matches } of snippets) {
    for (const match of matches) {
      const placed = shifted(match, beginByte);
      byPlace.set(placed.beginByte, placed);
    }
  }
  return [...byPlace.values()].sort((a, b) => a.beginByte - b.beginByte);
}
