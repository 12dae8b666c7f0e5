import { useEffect, useState } from "preact/hooks";
import { search } from "../api/client";
import type { SearchResponse } from "../api/messages";
import { searchRequest, type Question } from "../state/question";
import { useRequest } from "../state/use_request";
import { plural, times } from "../text/numbers";
import { DocumentCard, type ReadDocument } from "./document_card";
import { ErrorNote } from "./error_note";
import { Foreign } from "./foreign";

interface Props {
  /** The trace's; its corpus and filters are searched. */
  question: Question;
  /** Picked in the text; another object each time. */
  picked: { phrase: string } | undefined;
  onRead: ReadDocument;
}

/** Searches the corpus for a phrase of the reader's own. */
export function SearchPanel({ question, picked, onRead }: Props) {
  const [phrase, setPhrase] = useState("");
  const { value: found, busy, error, run } = useRequest<SearchResponse>();

  const find = (wanted: string) =>
    run((signal) => search(searchRequest(question, wanted, ""), signal));
  const more = ({ phrases, hits, nextPageToken }: SearchResponse) =>
    run(async (signal) => {
      const request = searchRequest(question, phrases[0]?.phrase ?? "", nextPageToken);
      const next = await search(request, signal);
      return { ...next, hits: [...hits, ...next.hits] };
    });

  useEffect(() => {
    if (!picked) return;
    setPhrase(picked.phrase);
    find(picked.phrase);
  }, [picked]);

  return (
    <>
      <form
        class="search-form"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          if (phrase.trim()) find(phrase.trim());
        }}
      >
        <label>
          <span>Phrase to search in {question.corpus || "the corpus"}</span>
          <input
            type="search"
            dir="auto"
            required
            value={phrase}
            onInput={(event) => setPhrase(event.currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={busy}>
          Search
        </button>
      </form>
      <p class="hint-line">
        Words in a row, as the corpus compares them. Or select some in the text.
      </p>
      {error && <ErrorNote error={error} onRetry={() => find(phrase.trim())} />}
      <div role="status">
        {busy && <p class="progress-line">Searching…</p>}
        {found && !busy && <Counts found={found} />}
      </div>
      {found && found.hits.length > 0 && <h3 class="visually-hidden">Documents with the phrase</h3>}
      {found?.hits.map(({ document, matches, snippets }) => (
        <DocumentCard
          key={`${document.name.shard}/${document.name.number}`}
          document={document}
          snippets={snippets}
          onRead={onRead}
        >
          <p class="why">Holds the phrase {times(matches)}.</p>
        </DocumentCard>
      ))}
      {found && found.nextPageToken !== "" && (
        <button type="button" disabled={busy} onClick={() => more(found)}>
          More documents
        </button>
      )}
    </>
  );
}

const Counts = ({ found }: { found: SearchResponse }) => (
  <>
    {found.phrases.map(({ phrase, occurrences }) => (
      <p key={phrase} class="search-count">
        <q>
          <Foreign text={phrase} />
        </q>{" "}
        {occurrences === 0
          ? "occurs nowhere in the corpus."
          : `occurs ${times(occurrences)}, in ${plural(found.totalDocuments, "document")}` +
            `${found.complete ? "" : " or more: it occurs more often than the server looks at"}.`}
      </p>
    ))}
  </>
);
