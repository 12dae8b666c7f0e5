import type { Trace } from "../api/messages";
import { plural } from "../text/numbers";

interface Props {
  trace: Trace;
  selected: number[];
  onShow: () => void;
  onClear: () => void;
}

/** On narrow screens, where documents are far below the text: leads there from the spans chosen. */
export function SelectionBar({ trace, selected, onShow, onClear }: Props) {
  if (selected.length === 0) return null;
  const documents = new Set(selected.flatMap((span) => trace.spans[span]!.documents)).size;
  return (
    <div class="selection-bar" role="group" aria-label="Spans chosen">
      <span>
        {selected.length === 1 ? `Span ${selected[0]! + 1}` : plural(selected.length, "span")}
      </span>
      <button type="button" class="primary" onClick={onShow}>
        Show {plural(documents, "document")}
      </button>
      <button type="button" onClick={onClear}>
        Clear
      </button>
    </div>
  );
}
