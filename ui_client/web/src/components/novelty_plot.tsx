import type { Coverage } from "../api/messages";
import { percent } from "../text/numbers";

const WIDTH = 320;
const HEIGHT = 96;
const LEFT = 40;
const TOP = 8;
const BOTTOM = 20;

/** Share of the text's n-grams that occur nowhere in the corpus, by n. */
export function NoveltyPlot({ novelty }: { novelty: Coverage["novelty"] }) {
  const known = novelty.flatMap(({ n, share }) => (share === undefined ? [] : [{ n, share }]));
  const step = (WIDTH - LEFT) / Math.max(1, novelty.length);
  const tall = HEIGHT - TOP - BOTTOM;
  const y = (share: number) => TOP + tall * (1 - share);
  const summary = known.map(({ n, share }) => `${n}: ${percent(share)}`).join(", ");
  return (
    <figure class="plot">
      <figcaption>New n-grams of n words</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={`Share of the text's n-grams that occur nowhere in the corpus, by n. ${summary}`}
      >
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line class="grid" x1={LEFT} x2={WIDTH} y1={y(share)} y2={y(share)} />
            <text x={LEFT - 6} y={y(share) + 4} text-anchor="end">
              {percent(share)}
            </text>
          </g>
        ))}
        {novelty.map(({ n, share }, i) => (
          <g key={n} transform={`translate(${LEFT + i * step} 0)`}>
            {share !== undefined && (
              <rect
                class="bar new"
                x={step * 0.15}
                y={y(share)}
                width={step * 0.7}
                height={tall * share}
                rx={2}
              >
                <title>{`${percent(share)} of the ${n}-grams are new`}</title>
              </rect>
            )}
            <text
              class={share === undefined ? "absent" : ""}
              x={step / 2}
              y={HEIGHT - 5}
              text-anchor="middle"
            >
              {n}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
}
