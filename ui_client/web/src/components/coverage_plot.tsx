import type { Coverage } from "../api/messages";
import { percent } from "../text/numbers";
import { coveredShare } from "../trace/summary";

const WIDTH = 320;
const ROW = 24;
const LABEL = 92;
const VALUE = 44;

/** Share of the text's words in spans of at least 4, 8, 16 and 32 words. */
export function CoveragePlot({ coverage }: { coverage: Coverage }) {
  const bar = WIDTH - LABEL - VALUE;
  const rows = coverage.covered.map((covered) => ({
    label: `${covered.minWords}+ words`,
    share: coveredShare(coverage, covered),
  }));
  const summary = rows.map(({ label, share }) => `${label}: ${percent(share)}`).join(", ");
  return (
    <figure class="plot">
      <figcaption>Words in spans of</figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${rows.length * ROW}`}
        role="img"
        aria-label={`Share of the text's words in spans of ${summary}`}
      >
        {rows.map(({ label, share }, i) => (
          <g key={label} transform={`translate(0 ${i * ROW})`}>
            <text x={LABEL - 8} y={16} text-anchor="end">
              {label}
            </text>
            <rect class="track" x={LABEL} y={6} width={bar} height={12} rx={3} />
            <rect class="bar" x={LABEL} y={6} width={bar * share} height={12} rx={3} />
            <text class="value" x={WIDTH} y={16} text-anchor="end">
              {percent(share)}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
}
