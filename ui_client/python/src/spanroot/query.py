"""What is asked: `TraceQuery`, `TraceOptions` and `SearchRequest` of proto/spanroot/v1."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict, Union

Text = Union[str, bytes]
"""A text; bytes if it may not be UTF-8: what is not becomes U+FFFD."""


class TraceOptions(TypedDict, total=False):
    """How a text is traced. What is not given has the default named."""

    min_words: int
    """Words that a span has at least; >= 1. Default 4."""
    density: float
    """Spans returned, per word of the text, the rarest and longest; 0 to 1. Default 0.05."""
    documents_per_span: int
    """Documents chosen for a span, at most 1000; 0: spans only. Default 10."""
    max_documents: int
    """Documents returned, at most 1000. Default 30."""
    max_occurrences: int
    """Occurrences of a span that are looked at, at most 1000000. Default 1000."""
    context_words: int
    """Words of a snippet on either side of its matches, at most 1000. Default 40."""
    relevance_words: int
    """Words on either side of a match that a document is scored by, at most 1000. Default 125."""
    sources: Sequence[str]
    """Documents of these sources only; none: of all."""
    seed: int
    """Of the sample of documents. Default 0."""
    redact_emails: bool
    """E-mail addresses in what is shown of documents become "*"."""


class SearchOptions(TypedDict, total=False):
    """How phrases are searched for. What is not given has the default named."""

    any: bool
    """Documents with any of the phrases; otherwise with all of them. Default False."""
    page_size: int
    """Documents of a page, at most 100. Default 10."""
    context_words: int
    """Words of a snippet on either side of a match, at most 1000. Default 40."""
    sources: Sequence[str]
    """Documents of these sources only; none: of all."""
    redact_emails: bool
    """E-mail addresses in what is shown of documents become "*"."""


@dataclass(frozen=True)
class TraceQuery:
    """One text of many."""

    text: Text
    """The text."""
    prompt: str = ""
    """The prompt it answers. Not traced, but counts for the relevance of documents."""
    model: str = ""
    """The model that wrote it, for the claim, such as "allenai/OLMo-2-1124-7B"."""
    id: str = ""
    """Comes back with the result; empty: its place among the texts, from 0."""
