"""Answers to counts and searches, as proto/spanroot/v1/trace_service.proto defines them."""

from dataclasses import dataclass

from spanroot import _html
from spanroot.document import Document, Snippet


@dataclass(frozen=True)
class Count:
    """How often a phrase occurs."""

    occurrences: int
    """In the whole corpus; exact."""
    words: int
    """Words of the phrase."""


@dataclass(frozen=True)
class PhraseCount:
    """A phrase that was searched for."""

    phrase: str
    """The phrase."""
    occurrences: int
    """How often it occurs; exact."""


@dataclass(frozen=True)
class SearchHit:
    """A document that holds phrases."""

    document: Document
    """The document."""
    matches: int
    """Matches of all phrases in it."""
    snippets: tuple[Snippet, ...]
    """In order of the document, the first few."""


@dataclass(frozen=True)
class SearchPage:
    """Documents that hold the phrases: one page of them."""

    phrases: tuple[PhraseCount, ...]
    """The phrases asked for."""
    total_documents: int
    """Documents that fit, on all pages."""
    complete: bool
    """False: a phrase has more occurrences than the server looks at; documents may be missing."""
    hits: tuple[SearchHit, ...]
    """Most matches first."""
    next_page_token: str
    """For the next page; empty: this is the last."""
    emails_redacted: int
    """E-mail addresses redacted on this page."""

    def _repr_html_(self) -> str:
        return _html.search_page(self)
