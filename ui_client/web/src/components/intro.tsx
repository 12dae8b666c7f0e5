import type { ComponentChildren } from "preact";
import type { Level } from "../trace/level";
import { LevelLabel } from "./level_label";

const MEANINGS: [Level, string][] = [
  ["high", "the document says what the text says"],
  ["medium", "it says some of it"],
  ["low", "it shares words with the text, no more"],
];

/** What a trace shows, for whoever has none yet. */
export const Intro = () => (
  <div class="intro">
    <Point title="Spans">
      The longest runs of words of your text that stand in the corpus word for word, with how often
      they do. Choose one to see its documents; select words of your own to search for them.
    </Point>
    <Point title="Documents">
      Where they stand, with source, date and licence, by relevance:
      <ul>
        {MEANINGS.map(([level, meaning]) => (
          <li key={level}>
            <LevelLabel level={level} />: {meaning}
          </li>
        ))}
      </ul>
    </Point>
    <Point title="What a match proves">
      That the words stand in the corpus. Whether the model learned them there depends on what is
      published of its training data: each trace says so in its claim.
    </Point>
  </div>
);

const Point = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <section>
    <h2>{title}</h2>
    <div>{children}</div>
  </section>
);
