"""The parts of a streamed trace, put together."""

from dataclasses import replace
from typing import Optional

from spanroot._convert import from_proto
from spanroot.errors import Unavailable
from spanroot.trace import Trace, TraceDocument, TraceStatistics
from spanroot.v1.trace_service_pb2 import DocumentsPart, DonePart, SpansPart, TraceStreamResponse


class StreamedTrace:
    """Grows with every part; what it has is always a trace."""

    def __init__(self) -> None:
        self._trace: Optional[Trace] = None

    @property
    def begun(self) -> bool:
        """There is a part."""
        return self._trace is not None

    def add(self, response: TraceStreamResponse) -> Trace:
        """The trace with one more part."""
        part = getattr(response, response.WhichOneof("part") or "", None)
        if isinstance(part, SpansPart):
            self._trace = from_proto(
                Trace,
                part.trace,
                corpus=part.corpus,
                fingerprint=part.fingerprint,
                complete=False,
            )
        elif self._trace is None:
            raise Unavailable("the stream does not begin with the spans")
        elif isinstance(part, DocumentsPart):
            self._trace = _with_documents(self._trace, part)
        elif isinstance(part, DonePart):
            self._trace = _done(self._trace, part)
        return self._trace

    def finish(self) -> None:
        """The stream ended: raises if it did so too early."""
        if self._trace is None or not self._trace.complete:
            raise Unavailable("the stream ended before the trace did")


def _with_documents(trace: Trace, part: DocumentsPart) -> Trace:
    documents = trace.documents + tuple(from_proto(TraceDocument, d) for d in part.documents)
    of_span: list[list[int]] = [[] for _ in trace.spans]
    for index, document in enumerate(documents):
        for span in document.spans:
            of_span[span].append(index)
    spans = tuple(
        replace(span, documents=tuple(indices)) for span, indices in zip(trace.spans, of_span)
    )
    return replace(trace, documents=documents, spans=spans)


def _done(trace: Trace, part: DonePart) -> Trace:
    spans = tuple(replace(span, examined=n) for span, n in zip(trace.spans, part.examined))
    return replace(
        trace,
        spans=spans,
        statistics=from_proto(TraceStatistics, part.statistics),
        complete=True,
    )
