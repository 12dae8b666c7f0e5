import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Question } from "../state/question";
import type { PartialTrace } from "../trace/assemble";
import { spanLevels } from "../trace/level";
import { describeCoverage } from "../trace/summary";
import { ClaimNote } from "./claim_note";
import { CoveragePanel } from "./coverage_panel";
import type { ReadDocument } from "./document_card";
import { DocumentDialog } from "./document_dialog";
import { DocumentList } from "./document_list";
import { Legend } from "./legend";
import { SearchPanel } from "./search_panel";
import { SelectionBar } from "./selection_bar";
import { SpanList } from "./span_list";
import { Tabs } from "./tabs";
import { TracedText } from "./traced_text";

interface Props {
  question: Question;
  arrived: PartialTrace;
  /** A trace is under way: this one, or one that will replace it. */
  running: boolean;
}

type Reading = Parameters<ReadDocument>;

/** A trace: its text, what it proves, its documents, and the reader's own searches. */
export function Result({ question, arrived, running }: Props) {
  const { trace, corpus, fingerprint } = arrived;
  const [selected, setSelected] = useState<number[]>([]);
  const [pointed, setPointed] = useState<number[]>([]);
  const [tab, setTab] = useState<"documents" | "coverage" | "search">("documents");
  const [picked, setPicked] = useState<{ phrase: string }>();
  const [reading, setReading] = useState<Reading>();
  const evidence = useRef<HTMLElement>(null);
  const coming = running && !arrived.complete;
  const levels = useMemo(() => spanLevels(trace, !coming), [trace, coming]);

  useEffect(() => {
    // Wherever the focus is, except in a dialog, which Escape closes.
    const keyDown = ({ key, target }: KeyboardEvent) => {
      if (key === "Escape" && !(target as Element).closest("dialog")) setSelected([]);
    };
    document.addEventListener("keydown", keyDown);
    return () => document.removeEventListener("keydown", keyDown);
  }, []);

  const select = (spans: number[]) => {
    setSelected(spans);
    setTab("documents");
  };
  const searchPhrase = (phrase: string) => {
    setPicked({ phrase });
    setTab("search");
    evidence.current?.scrollIntoView({ block: "nearest" });
  };
  const read: ReadDocument = (...which) => setReading(which);

  return (
    <>
      <div class="result">
        <ClaimNote claim={trace.claim} />
        <section class="panel text" aria-labelledby="text-title">
          <h2 id="text-title">Text</h2>
          <div class="text-scroll">
            <TracedText
              trace={trace}
              levels={levels}
              selected={selected}
              pointed={pointed}
              onSelect={select}
              onSearch={searchPhrase}
            />
            <SpanList trace={trace} levels={levels} selected={selected} onSelect={select} />
          </div>
          <Legend levels={levels} />
          <p class="hint-line">{describeCoverage(trace.coverage)}</p>
        </section>
        <section class="panel evidence" aria-label="Evidence" ref={evidence}>
          <Tabs
            chosen={tab}
            onChange={setTab}
            tabs={{
              documents: {
                title: `Documents (${trace.documents.length})`,
                content: (
                  <DocumentList
                    trace={trace}
                    levels={levels}
                    minWords={question.minWords}
                    running={coming}
                    selected={selected}
                    onSelect={select}
                    onPoint={setPointed}
                    onRead={read}
                  />
                ),
              },
              coverage: { title: "Coverage", content: <CoveragePanel trace={trace} /> },
              search: {
                title: "Search",
                content: (
                  <SearchPanel question={{ ...question, corpus }} picked={picked} onRead={read} />
                ),
              },
            }}
          />
        </section>
        <SelectionBar
          trace={trace}
          selected={selected}
          onShow={() => evidence.current?.scrollIntoView()}
          onClear={() => setSelected([])}
        />
      </div>
      {reading && (
        <DocumentDialog
          document={reading[0]}
          snippets={reading[1]}
          first={reading[2]}
          place={{ corpus, fingerprint, redactEmails: question.redactEmails }}
          onClose={() => setReading(undefined)}
        />
      )}
    </>
  );
}
