import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ApiError } from "../api/api_error";

export interface RequestState<T> {
  busy: boolean;
  /** Of the last request that succeeded. */
  value?: T;
  /** Of the last request. */
  error?: ApiError;
}

export interface RequestControl<T> extends RequestState<T> {
  run: (request: (signal: AbortSignal) => Promise<T>) => void;
}

/** Runs one request at a time; a new one ends the one before. */
export function useRequest<T>(): RequestControl<T> {
  const [state, setState] = useState<RequestState<T>>({ busy: false });
  const running = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const run = useCallback((request: (signal: AbortSignal) => Promise<T>) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState(({ value }) => ({ busy: true, value }));
    request(controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) setState({ busy: false, value });
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setState(({ value }) => ({ busy: false, value, error }));
      },
    );
  }, []);

  return { ...state, run };
}
