import { useMemo, useRef, useState } from "preact/hooks";
import type { Trace } from "../api/messages";
import { printable } from "../text/printable";
import { highest, levelLook, type Level } from "../trace/level";
import { cutSegments } from "../trace/segments";
import { describeSpan } from "../trace/summary";
import { PhrasePicker } from "./phrase_picker";
import { SpanHint } from "./span_hint";

interface Props {
  trace: Trace;
  levels: Level[];
  /** Spans chosen by the reader. */
  selected: number[];
  /** Spans of the document that is pointed at. */
  pointed: number[];
  onSelect: (spans: number[]) => void;
  onSearch: (phrase: string) => void;
}

/**
 * The text with its spans. A mouse chooses the spans of a segment, a keyboard each span by the sign
 * at its end. Segments themselves take no focus: Chromium lets no selection begin in an element
 * that does.
 */
export function TracedText({ trace, levels, selected, pointed, onSelect, onSearch }: Props) {
  const area = useRef<HTMLDivElement>(null);
  const segments = useMemo(() => cutSegments(trace.text, trace.spans), [trace.text, trace.spans]);
  const [hinted, setHinted] = useState<{ spans: number[]; element: Element }>();

  const at = (event: Event) => {
    const element = (event.target as Element).closest<HTMLElement>("[data-span], [data-segment]");
    if (!element) return undefined;
    const { span, segment } = element.dataset;
    return { element, spans: span ? [Number(span)] : segments[Number(segment)]!.spans };
  };
  const choose = (event: Event) => {
    const spans = at(event)?.spans;
    if (!spans) return;
    const again =
      spans.length === selected.length && spans.every((span) => selected.includes(span));
    onSelect(again ? [] : spans);
  };
  const click = (event: MouseEvent) => {
    // The end of a selection of text is not a click.
    if (document.getSelection()?.isCollapsed !== false) choose(event);
  };
  const keyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape") setHinted(undefined);
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    choose(event);
  };

  const marked = hinted?.spans ?? pointed;
  return (
    <div class="traced-text" ref={area}>
      <p
        class="reading"
        dir="auto"
        onClick={click}
        onKeyDown={keyDown}
        onMouseOver={(event) => setHinted(at(event))}
        onMouseLeave={() => setHinted(undefined)}
        onFocusIn={(event) => setHinted(at(event))}
        onFocusOut={() => setHinted(undefined)}
      >
        {segments.map(({ begin, end, spans, ending }, i) => {
          const text = printable(trace.text.slice(begin, end));
          if (spans.length === 0) return text;
          const has = (chosen: number[]) => spans.some((span) => chosen.includes(span));
          const level = highest(spans.map((span) => levels[span]!));
          return (
            <mark
              key={begin}
              class={`segment ${level} ${has(selected) ? "selected" : ""} ${has(marked) ? "marked" : ""}`}
              data-segment={i}
            >
              {text}
              {ending.map((span) => (
                <SpanSign
                  key={span}
                  span={span}
                  level={levels[span]!}
                  description={describeSpan(trace, span)}
                  pressed={selected.includes(span)}
                />
              ))}
            </mark>
          );
        })}
      </p>
      {hinted && <SpanHint trace={trace} levels={levels} {...hinted} />}
      <PhrasePicker area={area} onSearch={onSearch} />
    </div>
  );
}

interface SignProps {
  span: number;
  level: Level;
  description: string;
  pressed: boolean;
}

/** Sign and number of a span. They are no text, so that selected words do not hold them. */
const SpanSign = ({ span, level, description, pressed }: SignProps) => (
  <span
    role="button"
    tabIndex={0}
    class="span-sign"
    aria-label={`Span ${span + 1}: ${levelLook[level].title}, ${description}`}
    aria-pressed={pressed}
    data-span={span}
    data-label={`${levelLook[level].sign}${span + 1}`}
  />
);
