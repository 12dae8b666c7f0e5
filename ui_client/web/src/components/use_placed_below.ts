import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";

const GAP_PX = 6;

/**
 * Keeps a fixed element below the last line of something that may scroll, or above its first line
 * where there is no room below.
 */
export function usePlacedBelow(
  placed: RefObject<HTMLElement | null>,
  lines: () => DOMRectList | undefined,
): void {
  useLayoutEffect(() => {
    const place = () => {
      const element = placed.current;
      if (!element) return;
      const rects = [...(lines() ?? [])];
      const first = rects[0];
      const last = rects[rects.length - 1];
      if (!first || !last) return;
      const { offsetWidth: width, offsetHeight: height } = element;
      const below = last.bottom + GAP_PX;
      const top = below + height <= innerHeight ? below : first.top - GAP_PX - height;
      const left = Math.max(GAP_PX, Math.min(last.left, innerWidth - width - GAP_PX));
      element.style.top = `${top}px`;
      element.style.left = `${left}px`;
    };
    place();
    addEventListener("scroll", place, { capture: true, passive: true });
    return () => removeEventListener("scroll", place, { capture: true });
  });
}
