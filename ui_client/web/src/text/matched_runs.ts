import type { SnippetMatch } from "../api/messages";
import { byteMap } from "./offset_map";

/** A piece of a text that is a match, or stands between matches. */
export interface Run {
  text: string;
  match?: SnippetMatch;
}

/** Cuts a text at matches that are in order and do not overlap, as those of a snippet are. */
export function matchedRuns(text: string, matches: SnippetMatch[]): Run[] {
  const indexOf = byteMap(text);
  const runs: Run[] = [];
  let at = 0;
  const advance = (to: number, match?: SnippetMatch) => {
    if (to > at) runs.push({ text: text.slice(at, to), match });
    at = Math.max(at, to);
  };
  for (const match of matches) {
    advance(indexOf(match.beginByte));
    advance(indexOf(match.endByte), match);
  }
  advance(text.length);
  return runs;
}
