import { useMemo } from "preact/hooks";
import type { Trace } from "../api/messages";
import { plural } from "../text/numbers";
import { rangeTexts } from "../text/range_texts";
import { describeCoverage, describeOmissions, describeWork } from "../trace/summary";
import { CoveragePlot } from "./coverage_plot";
import { Foreign } from "./foreign";
import { NoveltyPlot } from "./novelty_plot";

const MAX_UNKNOWN_WORDS = 40;

/** How much of the text stands in the corpus at all, what is new in it, and what is not shown. */
export function CoveragePanel({ trace }: { trace: Trace }) {
  const { coverage } = trace;
  const omissions = describeOmissions(trace);
  return (
    <>
      <p>{describeCoverage(coverage)}</p>
      <div class="plots">
        <CoveragePlot coverage={coverage} />
        <NoveltyPlot novelty={coverage.novelty} />
      </div>
      <UnknownWords trace={trace} />
      {omissions.length > 0 && <p class="hint-line">{omissions.join(" ")}</p>}
      <p class="hint-line">{describeWork(trace)}</p>
    </>
  );
}

/** Words that the corpus does not have at all, each once. */
function UnknownWords({ trace }: { trace: Trace }) {
  const words = useMemo(
    () => [...new Set(rangeTexts(trace.text, trace.coverage.unknownWords))],
    [trace.text, trace.coverage],
  );
  if (words.length === 0) return null;
  const more = words.length - MAX_UNKNOWN_WORDS;
  return (
    <div class="unknown-words">
      <h3>{plural(words.length, "word occurs", "words occur")} nowhere in the corpus</h3>
      <ul>
        {words.slice(0, MAX_UNKNOWN_WORDS).map((word) => (
          <li key={word}>
            <Foreign text={word} />
          </li>
        ))}
        {more > 0 && <li class="more">and {plural(more, "other")}</li>}
      </ul>
    </div>
  );
}
