"""Documents and what is shown of them, as proto/spanroot/v1/document.proto defines it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Optional


@dataclass(frozen=True)
class DocumentName:
    """Names a document of a corpus for as long as the corpus is not built anew."""

    shard: int
    """Place of the shard in the index, from 0."""
    number: int
    """Number of the document in the shard, from 0."""


@dataclass(frozen=True)
class Document:
    """A document without its text. Whatever the corpus does not say is an empty string."""

    name: DocumentName
    """Where it is in the corpus; what `Client.document` takes."""
    id: str
    """Its id in the corpus, or "path#line" if it has none."""
    source: str
    """The corpus's own part it is from, such as "wikipedia"."""
    url: str
    """Where it was published."""
    title: str
    """Its title."""
    date: str
    """When it was published or gathered, as the corpus writes it."""
    language: str
    """Its language, as the corpus writes it."""
    license: str
    """The licence it is under, as the corpus writes it."""
    metadata_json: str
    """All other fields of its record: a JSON object."""
    content_hash: int
    """XXH3-64 of its text."""
    size_bytes: int
    """Length of its text in bytes of UTF-8."""

    @property
    def metadata(self) -> dict[str, Any]:
        """All other fields of its record."""
        return json.loads(self.metadata_json) if self.metadata_json else {}


@dataclass(frozen=True)
class SnippetMatch:
    """Where something asked for stands in a snippet."""

    begin_byte: int
    """First byte in `Snippet.text`, as UTF-8."""
    end_byte: int
    """Behind its last byte."""
    index: int
    """Of a trace: index of the span. Of a search: index of the phrase."""
    identical: bool
    """The bytes are those asked for, not only the same words."""


@dataclass(frozen=True)
class Snippet:
    """A part of a document's text around matches."""

    text: str
    """The text."""
    begin_byte: int
    """Where it begins in the document, in bytes of UTF-8."""
    at_begin: bool
    """It begins with the document."""
    at_end: bool
    """It ends with the document."""
    matches: tuple[SnippetMatch, ...]
    """The matches in it, in order, not overlapping."""

    def parts(self) -> Iterator[tuple[str, Optional[SnippetMatch]]]:
        """The text in pieces: each with its match, or with None between matches."""
        data = self.text.encode()
        end = 0
        for match in self.matches:
            if match.begin_byte > end:
                yield data[end : match.begin_byte].decode(), None
            yield data[match.begin_byte : match.end_byte].decode(), match
            end = match.end_byte
        if end < len(data):
            yield data[end:].decode(), None


@dataclass(frozen=True)
class DocumentPage:
    """A document and a page of its text."""

    document: Document
    """The document."""
    text: str
    """The page."""
    begin_byte: int
    """Where it begins in the text."""
    next_begin_byte: int
    """Where the next page begins; `document.size_bytes` on the last page."""
    emails_redacted: int
    """E-mail addresses redacted in the document's fields, on the page and right beside it."""

    @property
    def last(self) -> bool:
        """No page follows."""
        return self.next_begin_byte >= self.document.size_bytes
