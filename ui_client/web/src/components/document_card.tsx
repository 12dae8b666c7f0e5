import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Document, Snippet } from "../api/messages";
import { plural } from "../text/numbers";
import { Foreign, ForeignUrl } from "./foreign";
import { DifferenceNote, SnippetText } from "./snippet_text";

/** The first match of a snippet, where reading the whole document begins. */
export type ReadDocument = (document: Document, snippets: Snippet[], first: Snippet) => void;

interface Props {
  document: Document;
  snippets: Snippet[];
  selected?: number[];
  /** Why it is shown. */
  children: ComponentChildren;
  onRead: ReadDocument;
  /** True while it is pointed at. */
  onPoint?: (pointed: boolean) => void;
}

/** A document: what it is, why it matched, and where. */
export function DocumentCard({ document, snippets, selected, children, onRead, onPoint }: Props) {
  const [all, setAll] = useState(false);
  const shown = all ? snippets : snippets.slice(0, 1);
  const more = snippets.length - shown.length;
  return (
    <article
      class="card"
      onMouseEnter={() => onPoint?.(true)}
      onMouseLeave={() => onPoint?.(false)}
      onFocusIn={() => onPoint?.(true)}
      onFocusOut={() => onPoint?.(false)}
    >
      <h4>
        <Foreign text={documentTitle(document)} />
      </h4>
      <DocumentFacts document={document} />
      {children}
      {shown.map((snippet) => (
        <SnippetText key={snippet.beginByte} snippet={snippet} selected={selected} />
      ))}
      <DifferenceNote snippets={shown} />
      <div class="actions">
        {snippets[0] && (
          <button type="button" onClick={() => onRead(document, snippets, snippets[0]!)}>
            Read the document
          </button>
        )}
        {more > 0 && (
          <button type="button" class="plain" onClick={() => setAll(true)}>
            {plural(more, "more passage")}
          </button>
        )}
      </div>
    </article>
  );
}

export const documentTitle = ({ title, id }: Document): string => title || id || "(no title)";

/** Source, date, language, licence and address, each named; and the rest of its record. */
export function DocumentFacts({ document }: { document: Document }) {
  const facts = [
    ["Source", document.source],
    ["Date", document.date],
    ["Licence", document.license || "not stated"],
    ["Language", document.language],
    ["Id", document.title ? document.id : ""],
  ].filter(([, value]) => value);
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Foreign text={value!} />
          </dd>
        </div>
      ))}
      {document.url && (
        <div>
          <dt>Address</dt>
          <dd>
            <ForeignUrl url={document.url} />
          </dd>
        </div>
      )}
    </dl>
  );
}
