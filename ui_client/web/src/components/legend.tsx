import { LEVELS, type Level } from "../trace/level";
import { withCommas } from "../text/numbers";
import { LevelLabel } from "./level_label";

/** What the underlines and signs in the text mean, and how many spans have each. */
export const Legend = ({ levels }: { levels: Level[] }) => (
  <ul class="legend" aria-label="Spans by level">
    {[...LEVELS].reverse().map((level) => {
      const count = levels.filter((other) => other === level).length;
      return (
        count > 0 && (
          <li key={level}>
            <LevelLabel level={level} /> <b>{withCommas(count)}</b>
          </li>
        )
      );
    })}
  </ul>
);
