"""Many texts: what became of each, and all in one table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Optional, Union

from spanroot import _tables
from spanroot.errors import SpanrootError
from spanroot.query import TraceQuery
from spanroot.trace import Trace

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class BatchResult:
    """What became of one text of many: a trace, or the error that it was answered with."""

    id: str
    """As in the query, or the text's place among the texts, from 0."""
    query: TraceQuery
    """The text as it was given."""
    trace: Optional[Trace]
    """The trace; None if there is an error."""
    error: Optional[SpanrootError] = None
    """Why there is no trace."""


def traces_to_pandas(traces: Iterable[Union[Trace, BatchResult]]) -> "pandas.DataFrame":
    """One row a trace, or a result of `trace_many`. Needs pandas.

    `covered_4` to `covered_32` are the shares of the words that stand in spans of at least as many
    words, `novelty_8` is the share of 8-grams that the corpus does not have. A text that could not
    be traced has its `error` and no figures.
    """
    results = [
        item if isinstance(item, BatchResult) else BatchResult(str(number), TraceQuery(""), item)
        for number, item in enumerate(traces)
    ]
    return _tables.table(results, _COLUMNS)


def _of_trace(value: Callable[[Trace], Any]) -> Callable[[BatchResult], Any]:
    return lambda result: None if result.trace is None else value(result.trace)


def _covered(min_words: int) -> Callable[[BatchResult], Any]:
    return _of_trace(lambda trace: trace.coverage.share(min_words))


_COLUMNS: _tables.Columns = {
    "id": lambda result: result.id,
    "model": lambda result: result.trace.claim.model if result.trace else result.query.model,
    "corpus": _of_trace(lambda trace: trace.corpus or trace.claim.corpus),
    "words": _of_trace(lambda trace: trace.coverage.words),
    **{f"covered_{n}": _covered(n) for n in (4, 8, 16, 32)},
    "longest_match": _of_trace(lambda trace: trace.coverage.longest_match_words),
    "spans": _of_trace(lambda trace: len(trace.spans)),
    "documents": _of_trace(lambda trace: len(trace.documents)),
    "novelty_8": _of_trace(lambda trace: trace.coverage.novelty_share(8)),
    "claim": _of_trace(lambda trace: str(trace.claim.kind)),
    "error": lambda result: result.error and result.error.message,
}
