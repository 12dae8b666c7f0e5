import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../api/api_error";
import { traceStream } from "../api/client";
import { assemble, type PartialTrace } from "../trace/assemble";
import { traceRequest, type Question } from "./question";

/** What the page shows of traces. */
export interface TraceState {
  /** `stopped`: by the reader. */
  phase: "idle" | "running" | "done" | "stopped" | "failed";
  /** Counts the traces shown. While another one starts, the one before is still shown. */
  serial: number;
  /** Of the trace shown. */
  question?: Question;
  arrived?: PartialTrace;
  error?: ApiError;
}

export interface TraceControl extends TraceState {
  start: (question: Question) => void;
  /** Asks the question started last once more. */
  again: () => void;
  stop: () => void;
}

/** Runs one trace at a time; a new one ends the one before. */
export function useTrace(): TraceControl {
  const [state, setState] = useState<TraceState>({ phase: "idle", serial: 0 });
  const running = useRef<AbortController | undefined>(undefined);
  const asked = useRef<Question | undefined>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback((question: Question) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    asked.current = question;
    void run(question, controller.signal, (change) => {
      if (running.current === controller) setState(change);
    });
  }, []);

  const again = useCallback(() => {
    if (asked.current) start(asked.current);
  }, [start]);

  const stop = useCallback(() => {
    running.current?.abort();
    running.current = undefined;
    setState((state) => ({ ...state, phase: phaseWhenStopped(state) }));
  }, []);

  return { ...state, start, again, stop };
}

/** A trace that had not begun leaves the one before as it was. */
function phaseWhenStopped({ arrived }: TraceState): TraceState["phase"] {
  if (!arrived) return "idle";
  return arrived.complete ? "done" : "stopped";
}

async function run(
  question: Question,
  signal: AbortSignal,
  change: (update: (state: TraceState) => TraceState) => void,
): Promise<void> {
  change((state) => ({ ...state, phase: "running", error: undefined }));
  let arrived: PartialTrace | undefined;
  try {
    for await (const part of traceStream(traceRequest(question), signal)) {
      const first = arrived === undefined;
      const next = assemble(arrived, part);
      arrived = next;
      change((state) => ({
        ...state,
        question,
        arrived: next,
        serial: state.serial + (first ? 1 : 0),
      }));
    }
    change((state) => ({ ...state, phase: "done" }));
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof ApiError)) throw error;
    change((state) => ({ ...state, phase: "failed", error }));
  }
}
