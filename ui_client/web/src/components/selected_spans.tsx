import type { Trace } from "../api/messages";
import { spanTexts } from "../text/range_texts";
import type { Level } from "../trace/level";
import { describeSpan } from "../trace/summary";
import { Foreign } from "./foreign";
import { LevelLabel } from "./level_label";

interface Props {
  trace: Trace;
  levels: Level[];
  selected: number[];
  onSelect: (spans: number[]) => void;
}

/** The spans that documents are shown of. Of several, one can be chosen. */
export function SelectedSpans({ trace, levels, selected, onSelect }: Props) {
  const texts = spanTexts(trace);
  return (
    <section class="selected-spans" aria-label="Spans chosen">
      <ul>
        {selected.map((span) => (
          <li key={span}>
            <q>
              <Foreign text={texts[span]!} />
            </q>
            <span class="hint-line">
              <LevelLabel level={levels[span]!} />, {describeSpan(trace, span)}
            </span>
            {selected.length > 1 && (
              <button type="button" onClick={() => onSelect([span])}>
                Only span {span + 1}
              </button>
            )}
          </li>
        ))}
      </ul>
      <button type="button" class="show-all" onClick={() => onSelect([])}>
        Show all documents
      </button>
    </section>
  );
}
