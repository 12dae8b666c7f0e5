import { useMemo } from "preact/hooks";
import type { Trace } from "../api/messages";
import { plural } from "../text/numbers";
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

/** All spans in order, each of which can be chosen alone, also where spans overlap. */
export function SpanList({ trace, levels, selected, onSelect }: Props) {
  const texts = useMemo(() => spanTexts(trace), [trace.text, trace.spans]);
  return (
    <details class="span-list">
      <summary>{plural(trace.spans.length, "span")} as a list</summary>
      <ol>
        {texts.map((text, span) => {
          const chosen = selected.length === 1 && selected[0] === span;
          return (
            <li key={span}>
              <button
                type="button"
                class="plain"
                aria-pressed={chosen}
                onClick={() => onSelect(chosen ? [] : [span])}
              >
                <Foreign text={text} />
              </button>
              <span class="hint-line">
                <LevelLabel level={levels[span]!} />, {describeSpan(trace, span)}
              </span>
            </li>
          );
        })}
      </ol>
    </details>
  );
}
