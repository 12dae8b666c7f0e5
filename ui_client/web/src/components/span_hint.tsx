import { useRef } from "preact/hooks";
import type { Trace } from "../api/messages";
import { describeSpan } from "../trace/summary";
import type { Level } from "../trace/level";
import { LevelLabel } from "./level_label";
import { usePlacedBelow } from "./use_placed_below";

interface Props {
  trace: Trace;
  levels: Level[];
  spans: number[];
  /** The segment or sign that is pointed at. */
  element: Element;
}

/** What is known of the spans pointed at; screen readers hear it as the name of its sign. */
export function SpanHint({ trace, levels, spans, element }: Props) {
  const hint = useRef<HTMLDivElement>(null);
  usePlacedBelow(hint, () => element.getClientRects());
  return (
    <div class="span-hint" ref={hint} aria-hidden="true">
      {spans.map((span) => (
        <p key={span}>
          <b>{span + 1}</b> <LevelLabel level={levels[span]!} /> · {describeSpan(trace, span)}
        </p>
      ))}
    </div>
  );
}
