import type { TraceDocument } from "../api/messages";
import { percent } from "../text/numbers";

/** What a document's relevance is made of. */
export const Relevance = ({ found }: { found: TraceDocument }) => (
  <details class="relevance">
    <summary>
      Relevance <b>{found.relevance.toFixed(2)}</b>
    </summary>
    <dl>
      <Share
        name="Matched"
        share={found.matchedShare}
        meaning="of what the words near its spans tell, the spans hold"
      />
      <Share
        name="BM25"
        share={found.bm25Share}
        meaning="of the score that these words can give, its best passage gets"
      />
    </dl>
    <p class="hint-line">
      The relevance is the geometric mean of both: high from 0.70, medium from 0.45.
    </p>
  </details>
);

const Share = ({ name, share, meaning }: { name: string; share: number; meaning: string }) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <meter min={0} max={1} value={share} aria-label={name} /> {percent(share)} {meaning}
    </dd>
  </div>
);
