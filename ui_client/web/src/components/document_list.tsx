import { useState } from "preact/hooks";
import type { Trace, TraceDocument } from "../api/messages";
import { plural, times } from "../text/numbers";
import { levelOfRelevance, type Level } from "../trace/level";
import { CoveragePanel } from "./coverage_panel";
import { DocumentCard, type ReadDocument } from "./document_card";
import { LevelLabel } from "./level_label";
import { Relevance } from "./relevance";
import { SelectedSpans } from "./selected_spans";
import { SourceFilter } from "./source_filter";

interface Props {
  trace: Trace;
  levels: Level[];
  /** Words that a span has at least. */
  minWords: number;
  /** More may come. */
  running: boolean;
  selected: number[];
  onSelect: (spans: number[]) => void;
  onPoint: (spans: number[]) => void;
  onRead: ReadDocument;
}

const GROUPS: Level[] = ["high", "medium", "low"];

/** The documents of a trace by level: all, or those of the spans and the source chosen. */
export function DocumentList(props: Props) {
  const { trace, levels, minWords, running, selected, onSelect, onPoint, onRead } = props;
  const [source, setSource] = useState<string>();
  const ofSpans = trace.documents.filter(
    ({ spans }) => selected.length === 0 || spans.some((span) => selected.includes(span)),
  );
  const shown = ofSpans.filter(
    ({ document }) => source === undefined || document.source === source,
  );
  return (
    <>
      {selected.length > 0 && (
        <SelectedSpans trace={trace} levels={levels} selected={selected} onSelect={onSelect} />
      )}
      <SourceFilter documents={ofSpans} chosen={source} onChange={setSource} />
      {GROUPS.map((level) => {
        const documents = shown.filter((found) => levelOfRelevance(found.level) === level);
        if (documents.length === 0) return null;
        return (
          <section key={level} class="level-group">
            <h3>
              <LevelLabel level={level} />{" "}
              <span class="count">{plural(documents.length, "document")}</span>
            </h3>
            {documents.map((found) => (
              <DocumentCard
                key={`${found.document.name.shard}/${found.document.name.number}`}
                document={found.document}
                snippets={found.snippets}
                selected={selected}
                onRead={onRead}
                onPoint={(pointed) => onPoint(pointed ? found.spans : [])}
              >
                <Why found={found} onSelect={onSelect} />
              </DocumentCard>
            ))}
          </section>
        );
      })}
      {shown.length === 0 && !running && (
        <NoDocuments trace={trace} selected={selected} minWords={minWords} />
      )}
      {running && <p class="progress-line">Documents are coming…</p>}
    </>
  );
}

/** Why a document is among the evidence. */
const Why = ({ found, onSelect }: { found: TraceDocument; onSelect: Props["onSelect"] }) => (
  <div class="why">
    <p>
      Explains {plural(found.explainedWords, "word")} of the text:{" "}
      {found.spans.map((span) => (
        <button
          key={span}
          type="button"
          class="span-number"
          aria-label={`Choose span ${span + 1}`}
          onClick={() => onSelect([span])}
        >
          {span + 1}
        </button>
      ))}
    </p>
    <Relevance found={found} />
  </div>
);

interface NoDocumentsProps {
  trace: Trace;
  selected: number[];
  minWords: number;
}

function NoDocuments({ trace, selected, minWords }: NoDocumentsProps) {
  if (trace.spans.length === 0) {
    return (
      <>
        <p class="empty">
          <b>Nothing found.</b> No run of {plural(minWords, "word")} or more of this text stands in
          the corpus.
        </p>
        <CoveragePanel trace={trace} />
      </>
    );
  }
  const occurrences = selected.reduce((sum, span) => sum + trace.spans[span]!.occurrences, 0);
  return (
    <p class="empty">
      {selected.length > 0
        ? `Found ${times(occurrences)} in the corpus, but no document of it is among those shown.`
        : "No document to show."}
    </p>
  );
}
