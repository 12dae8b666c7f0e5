import type { Trace, TraceStreamResponse } from "../api/messages";
import { ApiError } from "../api/api_error";

/** A trace as far as it has arrived. */
export interface PartialTrace {
  corpus: string;
  fingerprint: string;
  trace: Trace;
  /** The server has said that nothing more comes. */
  complete: boolean;
}

/** What has arrived together with the next part; nothing is changed in place. */
export function assemble(
  arrived: PartialTrace | undefined,
  part: TraceStreamResponse,
): PartialTrace {
  if (part.spans) return { ...part.spans, complete: false };
  if (!arrived) throw new ApiError("malformed", "The stream does not begin with spans.");
  if (part.documents) return { ...arrived, trace: withDocuments(arrived.trace, part.documents) };
  if (part.done) {
    const { statistics, examined } = part.done;
    const spans = arrived.trace.spans.map((span, i) => ({ ...span, examined: examined[i] ?? 0 }));
    return { ...arrived, trace: { ...arrived.trace, spans, statistics }, complete: true };
  }
  return arrived; // A part that this page does not know.
}

/** Spans learn their documents from the documents, which come most relevant first. */
function withDocuments(
  trace: Trace,
  { firstIndex, documents }: NonNullable<TraceStreamResponse["documents"]>,
): Trace {
  if (firstIndex !== trace.documents.length) {
    throw new ApiError(
      "malformed",
      `documents.firstIndex: expected ${trace.documents.length}, got ${firstIndex}`,
    );
  }
  const added = new Map<number, number[]>();
  documents.forEach((document, i) => {
    for (const span of document.spans) {
      if (span >= trace.spans.length) {
        throw new ApiError(
          "malformed",
          `documents[${firstIndex + i}].spans: expected less than ${trace.spans.length}, got ${span}`,
        );
      }
      added.set(span, [...(added.get(span) ?? []), firstIndex + i]);
    }
  });
  const spans = trace.spans.map((span, i) => {
    const more = added.get(i);
    return more ? { ...span, documents: [...span.documents, ...more] } : span;
  });
  return { ...trace, spans, documents: [...trace.documents, ...documents] };
}
