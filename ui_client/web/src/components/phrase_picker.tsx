import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { usePlacedBelow } from "./use_placed_below";

interface Props {
  /** Phrases are picked in here. */
  area: RefObject<HTMLElement | null>;
  onSearch: (phrase: string) => void;
}

/** A button beside the words that the reader has selected, which searches the corpus for them. */
export function PhrasePicker({ area, onSearch }: Props) {
  const [picked, setPicked] = useState<Range>();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const follow = () => setPicked(selectedIn(area.current));
    document.addEventListener("selectionchange", follow);
    return () => document.removeEventListener("selectionchange", follow);
  }, [area]);
  usePlacedBelow(button, () => picked?.getClientRects());
  if (!picked) return null;
  return (
    <button
      ref={button}
      type="button"
      class="phrase-picker"
      // Pressing it must not end the selection.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => {
        onSearch(phraseOf(picked));
        document.getSelection()?.removeAllRanges();
      }}
    >
      Search this phrase
    </button>
  );
}

function selectedIn(area: HTMLElement | null): Range | undefined {
  const selection = document.getSelection();
  if (!area || !selection || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0).cloneRange();
  return area.contains(range.commonAncestorContainer) && phraseOf(range) ? range : undefined;
}

const phraseOf = (range: Range): string => range.toString().replace(/\s+/g, " ").trim();
