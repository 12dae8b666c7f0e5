import { useEffect, useState } from "preact/hooks";
import { explain, type ApiError } from "../api/api_error";
import { plural } from "../text/numbers";
import { Foreign } from "./foreign";
import { TokenForm } from "./token_form";

interface Props {
  error: ApiError;
  onRetry: () => void;
}

/** What went wrong, what the server says of it, and what can be done. */
export function ErrorNote({ error, onRetry }: Props) {
  const { title, advice } = explain(error);
  return (
    <section class="note error" role="alert" aria-label={title}>
      <h2>{title}</h2>
      <p>
        <Foreign text={error.message} /> {advice}
      </p>
      {error.violations.length > 0 && (
        <ul>
          {error.violations.map(({ field, description }) => (
            <li key={field}>
              <code>
                <Foreign text={field} />
              </code>
              : <Foreign text={description} />
            </li>
          ))}
        </ul>
      )}
      {error.needsToken ? (
        <TokenForm onToken={onRetry} />
      ) : (
        <Retry at={error.retryAt} onRetry={onRetry} />
      )}
    </section>
  );
}

/** Waits as long as the server asks for. */
function Retry({ at, onRetry }: { at?: number; onRetry: () => void }) {
  const [now, setNow] = useState(Date.now);
  const left = Math.max(0, Math.ceil(((at ?? 0) - now) / 1000));
  useEffect(() => setNow(Date.now()), [at]);
  useEffect(() => {
    if (left === 0) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [left === 0]);
  return (
    <p class="retry">
      {at !== undefined && <span>The server asks to wait until {clock(at)}.</span>}
      <button type="button" disabled={left > 0} onClick={onRetry}>
        {/* Not announced every second. */}
        Try again{left > 0 && <span aria-hidden="true"> in {plural(left, "second")}</span>}
      </button>
    </p>
  );
}

const clock = (time: number): string => new Date(time).toLocaleTimeString();
