import { levelLook, type Level } from "../trace/level";

/** A level's sign and name, and the underline that spans of it have. */
export const LevelLabel = ({ level }: { level: Level }) => (
  <span class={`level-label ${level}`}>
    <span aria-hidden="true">{levelLook[level].sign}</span> <span>{levelLook[level].title}</span>
  </span>
);
