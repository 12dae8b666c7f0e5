"""Where in an open training corpus does the text of a language model stand?

Asks a spanroot server, from notebooks and scripts:

    import spanroot

    with spanroot.Client("localhost:50051") as client:
        trace = client.trace("...", model="allenai/OLMo-2-1124-7B")

`Client` and `AsyncClient` ask, frozen dataclasses answer, `SpanrootError` and its subclasses say
what went wrong and what to do.
"""

from spanroot._retry import RetryPolicy
from spanroot.aio import AsyncClient
from spanroot.batch import BatchResult, traces_to_pandas
from spanroot.client import Client
from spanroot.corpus import Corpus, Counts, InputReport, Part, Profile
from spanroot.document import Document, DocumentName, DocumentPage, Snippet, SnippetMatch
from spanroot.errors import (
    Busy,
    DeadlineExceeded,
    FailedPrecondition,
    InvalidArgument,
    LimitExceeded,
    NotFound,
    PermissionDenied,
    SpanrootError,
    Unauthenticated,
    Unavailable,
)
from spanroot.query import SearchOptions, TraceOptions, TraceQuery
from spanroot.search import Count, PhraseCount, SearchHit, SearchPage
from spanroot.trace import (
    Claim,
    ClaimKind,
    Coverage,
    CoveredWords,
    Novelty,
    Relevance,
    Span,
    TextRange,
    Trace,
    TraceDocument,
    TraceStatistics,
)

__all__ = [
    "AsyncClient",
    "BatchResult",
    "Busy",
    "Claim",
    "ClaimKind",
    "Client",
    "Corpus",
    "Count",
    "Counts",
    "Coverage",
    "CoveredWords",
    "DeadlineExceeded",
    "Document",
    "DocumentName",
    "DocumentPage",
    "FailedPrecondition",
    "InputReport",
    "InvalidArgument",
    "LimitExceeded",
    "NotFound",
    "Novelty",
    "Part",
    "PermissionDenied",
    "PhraseCount",
    "Profile",
    "Relevance",
    "RetryPolicy",
    "SearchHit",
    "SearchOptions",
    "SearchPage",
    "Snippet",
    "SnippetMatch",
    "Span",
    "SpanrootError",
    "TextRange",
    "Trace",
    "TraceDocument",
    "TraceOptions",
    "TraceQuery",
    "TraceStatistics",
    "Unauthenticated",
    "Unavailable",
    "traces_to_pandas",
]
