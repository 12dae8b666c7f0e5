"""The corpora that a server has, as proto/spanroot/v1/corpus.proto defines them."""

from dataclasses import dataclass

from spanroot._convert import ProtoEnum


class Profile(ProtoEnum):
    """How text is compared."""

    UNSPECIFIED = 0
    VERBATIM = 1
    """Words and punctuation as they are, in NFC; white space does not count."""
    FOLDED = 2
    """Case, punctuation and the form of characters do not count either."""


@dataclass(frozen=True)
class Counts:
    """Sizes of a corpus or of a part of it."""

    documents: int
    """Documents."""
    words: int
    """Words, by the rules of Unicode."""
    text_bytes: int
    """Bytes of text."""


@dataclass(frozen=True)
class Part:
    """The documents of a corpus that have a source or a licence in common."""

    name: str
    """The source or the licence."""
    counts: Counts
    """Its size."""


@dataclass(frozen=True)
class InputReport:
    """What the indexer left out or changed."""

    bad_records: int
    """Records that could not be read."""
    empty_records: int
    """Records without text."""
    invalid_utf8: int
    """Sequences that were not UTF-8 and became U+FFFD."""


@dataclass(frozen=True)
class Corpus:
    """An indexed corpus."""

    name: str
    """The name by which requests choose it."""
    profile: Profile
    """Which differences of writing do not count."""
    fingerprint: str
    """Hash over everything in the index, 32 hexadecimal digits."""
    counts: Counts
    """Its size."""
    index_size_bytes: int
    """Size of the index on disk."""
    sources: tuple[Part, ...]
    """Parts by source, in order of name."""
    licenses: tuple[Part, ...]
    """Parts by licence, in order of name. Documents without one are in none."""
    input: InputReport
    """What was left out or changed when it was indexed."""
