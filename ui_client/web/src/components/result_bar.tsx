import { useEffect, useState } from "preact/hooks";
import { traceToCsv } from "../export/csv";
import { download } from "../export/download";
import { traceToHtml } from "../export/html_report";
import { traceToJson } from "../export/json";
import type { Question } from "../state/question";
import { encodeQuestion } from "../state/question_link";
import type { TraceControl } from "../state/use_trace";
import { plural } from "../text/numbers";
import type { PartialTrace } from "../trace/assemble";
import { DensityKnob } from "./density_knob";

interface Props {
  control: TraceControl;
  question: Question;
  arrived: PartialTrace;
  onDensity: (density: number) => void;
}

/** How far the trace is, and what can be done with it. */
export function ResultBar({ control, question, arrived, onDensity }: Props) {
  const [density, setDensity] = useState(question.density);
  useEffect(() => setDensity(question.density), [question]);
  return (
    <div class="result-bar">
      <DensityKnob density={density} onInput={setDensity} onChange={onDensity} />
      <Progress control={control} arrived={arrived} />
      <div class="actions" role="group" aria-label="Share and export">
        <CopyLink question={question} />
        <button
          type="button"
          onClick={() => download("trace.json", "application/json", traceToJson(arrived, question))}
        >
          JSON
        </button>
        <button
          type="button"
          onClick={() => download("trace.csv", "text/csv", traceToCsv(arrived))}
        >
          CSV
        </button>
        <button
          type="button"
          onClick={() => download("trace.html", "text/html", traceToHtml(arrived, question))}
        >
          HTML report
        </button>
      </div>
    </div>
  );
}

function Progress({ control, arrived }: Pick<Props, "control" | "arrived">) {
  const { phase, stop } = control;
  const { spans, documents } = arrived.trace;
  const running = phase === "running";
  const counts = `${plural(spans.length, "span")}, ${plural(documents.length, "document")}`;
  return (
    <p class="progress">
      <span role="status">
        {running && arrived.complete && "Tracing anew…"}
        {running && !arrived.complete && `${counts} so far…`}
        {!running && `${counts}.`}
        {phase === "stopped" && " Stopped before all documents had come."}
      </span>
      {running && (
        <button type="button" onClick={stop}>
          Stop
        </button>
      )}
    </p>
  );
}

/** Puts a link that asks the same question into the address bar and the clipboard. */
function CopyLink({ question }: { question: Question }) {
  const [message, setMessage] = useState("");
  const copy = async () => {
    history.replaceState(null, "", `#${await encodeQuestion(question)}`);
    try {
      await navigator.clipboard.writeText(location.href);
      setMessage("Link copied. It holds the text, but only behind its #, which no server gets.");
    } catch {
      // Pages without TLS have no clipboard.
      setMessage("The link is in the address bar. It holds the text, behind its #.");
    }
  };
  return (
    <>
      <button type="button" onClick={() => void copy()}>
        Copy link
      </button>
      <span class="hint-line" role="status">
        {message}
      </span>
    </>
  );
}
