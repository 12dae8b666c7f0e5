import type { TraceDocument } from "../api/messages";
import { printableLine } from "../text/printable";

interface Props {
  documents: TraceDocument[];
  /** Undefined: all. */
  chosen: string | undefined;
  onChange: (source: string | undefined) => void;
}

/** Chooses among the sources of the documents that have arrived; nothing if there is one only. */
export function SourceFilter({ documents, chosen, onChange }: Props) {
  const counts = new Map<string, number>();
  for (const { document } of documents) {
    counts.set(document.source, (counts.get(document.source) ?? 0) + 1);
  }
  if (counts.size < 2 && chosen === undefined) return null;
  if (chosen !== undefined && !counts.has(chosen)) counts.set(chosen, 0);
  const sources = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  return (
    <label class="source-filter">
      Source{" "}
      <select
        value={sources.findIndex(([source]) => source === chosen)}
        onChange={(event) => onChange(sources[Number(event.currentTarget.value)]?.[0])}
      >
        <option value={-1}>All ({documents.length})</option>
        {sources.map(([source, count], i) => (
          <option key={source} value={i}>
            {printableLine(source) || "not stated"} ({count})
          </option>
        ))}
      </select>
    </label>
  );
}
