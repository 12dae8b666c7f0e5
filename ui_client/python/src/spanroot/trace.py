"""A trace and its parts, as proto/spanroot/v1/trace.proto defines them.

Offsets count bytes of UTF-8 or Unicode code points, as their names say, and ends are exclusive. An
offset in code points is an index of a Python string.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from spanroot import _html, _tables
from spanroot._cards import plural
from spanroot._convert import ProtoEnum
from spanroot.document import Document, Snippet

if TYPE_CHECKING:
    import pandas


class Relevance(ProtoEnum):
    """How much a document says of what the text says near its spans."""

    UNSPECIFIED = 0
    LOW = 1
    """Shares words with the text."""
    MEDIUM = 2
    """Between the two."""
    HIGH = 3
    """Says what the text says."""


class ClaimKind(ProtoEnum):
    """How a corpus stands to a model's training data."""

    UNSPECIFIED = 0
    TRAINING_DATA = 1
    """It is the model's whole published training data."""
    PART_OF_TRAINING_DATA = 2
    """It is one of the corpora the model was trained on."""
    PARTLY_PUBLISHED = 3
    """It is in what was published, but not all was."""
    OVERLAP_ONLY = 4
    """The training data is not published, or published without it: a match is an overlap."""
    UNKNOWN = 5
    """No model was named, or model or corpus is not known."""


@dataclass(frozen=True)
class TextRange:
    """A part of a text."""

    begin_byte: int
    """In bytes of UTF-8."""
    end_byte: int
    """In bytes of UTF-8."""
    begin_code_point: int
    """In Unicode code points."""
    end_code_point: int
    """In Unicode code points."""


@dataclass(frozen=True)
class Span:
    """A span of the text that occurs in the corpus and lies in no longer one."""

    range: TextRange
    """Where it is."""
    first_word: int
    """Number of its first word in the text, from 0."""
    words: int
    """Words in it."""
    occurrences: int
    """How often it occurs in the corpus; exact."""
    examined: int
    """How many of these were looked at for documents."""
    log_probability: float
    """Natural logarithm of the chance of its words: the sum of the logarithms of their shares."""
    documents: tuple[int, ...]
    """Indices in `Trace.documents`, most relevant first."""


@dataclass(frozen=True)
class TraceDocument:
    """A document that holds spans of the text."""

    document: Document
    """The document."""
    level: Relevance
    """Its level: from 0.7 high, from 0.45 medium."""
    relevance: float
    """0 to 1: geometric mean of the next two."""
    matched_share: float
    """0 to 1: of the information of the words near its spans, what the spans hold."""
    bm25_share: float
    """0 to 1: of the BM25 score these words can give, what its best passage gets."""
    bm25: float
    """BM25 score of its best passage against prompt and text."""
    explained_words: int
    """Words of the text in its spans."""
    spans: tuple[int, ...]
    """Indices in `Trace.spans`."""
    snippets: tuple[Snippet, ...]
    """Best first."""


@dataclass(frozen=True)
class CoveredWords:
    """Words of the text in spans of some length."""

    min_words: int
    """Words such a span has at least."""
    words: int
    """Words of the text in such spans."""


@dataclass(frozen=True)
class Novelty:
    """Novelty of n-grams."""

    n: int
    """Words of an n-gram."""
    share: Optional[float]
    """0 to 1; None if the text has no n-gram of this length within a sentence."""


@dataclass(frozen=True)
class Coverage:
    """How much of a text stands in the corpus; counted before spans are selected."""

    words: int
    """Words of the text."""
    covered: tuple[CoveredWords, ...]
    """Words in spans of at least 4, 8, 16 and 32 words."""
    longest_match_words: int
    """Words of the longest match."""
    novelty: tuple[Novelty, ...]
    """By n from 1: share of the text's n-grams of words that the corpus does not have."""
    unknown_words: tuple[TextRange, ...]
    """Words of the text that occur nowhere in the corpus."""

    def share(self, min_words: int) -> float:
        """Share of the text's words in spans of `min_words` (4, 8, 16 or 32); 0 of no words."""
        words = {length.min_words: length.words for length in self.covered}
        if min_words not in words:
            raise ValueError(f"coverage is counted for {sorted(words)} words, not for {min_words}")
        return words[min_words] / self.words if self.words else 0.0

    def novelty_share(self, n: int) -> Optional[float]:
        """Share of the text's n-grams of `n` words that the corpus does not have."""
        return next((novelty.share for novelty in self.novelty if novelty.n == n), None)


@dataclass(frozen=True)
class Claim:
    """What a match between a model's text and a corpus may be taken to prove."""

    kind: ClaimKind
    """Its kind."""
    model: str
    """The model as named in the request."""
    corpus: str
    """The corpus."""
    statement: str
    """A sentence or two for people."""


@dataclass(frozen=True)
class TraceStatistics:
    """What a trace took and what it left out."""

    match_seconds: float
    """Seconds for segmenting, matching and counting."""
    documents_seconds: float
    """Seconds for everything after."""
    suffix_blocks_read: int
    """Read from disk, not the cache; approximate if traces run at once."""
    text_chunks_read: int
    """The same."""
    shards: int
    """Shards asked, all of which answered."""
    spans_found: int
    """Spans of at least `min_words`."""
    spans_kept: int
    """Of these, returned."""
    documents_found: int
    """Distinct documents among the occurrences examined."""
    documents_filtered: int
    """Of these, left out by the filter on sources."""
    emails_redacted: int
    """E-mail addresses redacted."""


@dataclass(frozen=True, repr=False)
class Trace:
    """Which spans of a text stand in a corpus, in which documents, and what follows from that.

    A notebook shows it with the spans marked in the text and a card for each document.
    """

    text: str
    """The text that all offsets refer to."""
    spans: tuple[Span, ...]
    """In order of the text."""
    documents: tuple[TraceDocument, ...]
    """By level; within one those first that explain most of the text."""
    coverage: Coverage
    """How much of the text stands in the corpus at all."""
    claim: Claim
    """What a match may be taken to prove."""
    statistics: TraceStatistics
    """What the trace took and what it left out; zeros until a streamed trace is complete."""
    corpus: str = ""
    """Name of the corpus."""
    fingerprint: str = ""
    """Its fingerprint; `Client.document` takes it to make sure that names are still good."""
    complete: bool = True
    """False: a part of a streamed trace, of which documents or statistics are to come."""

    def span_text(self, span: Span) -> str:
        """The words of a span."""
        return self.text[span.range.begin_code_point : span.range.end_code_point]

    def span_level(self, span: Span) -> Relevance:
        """The level of the most relevant document of a span; UNSPECIFIED if it has none."""
        return max((self.documents[i].level for i in span.documents), default=Relevance(0))

    def spans_to_pandas(self) -> "pandas.DataFrame":
        """One row a span. Needs pandas."""
        return _tables.spans(self)

    def documents_to_pandas(self) -> "pandas.DataFrame":
        """One row a document. Needs pandas."""
        return _tables.documents(self)

    def __repr__(self) -> str:
        """A line, not the whole of it."""
        return (
            f"<Trace of {plural(self.coverage.words, 'word')}: {plural(len(self.spans), 'span')}, "
            f"{plural(len(self.documents), 'document')}, longest match "
            f"{plural(self.coverage.longest_match_words, 'word')}, claim {self.claim.kind}"
            f"{'' if self.complete else ', not complete'}>"
        )

    def _repr_html_(self) -> str:
        return _html.trace(self)
