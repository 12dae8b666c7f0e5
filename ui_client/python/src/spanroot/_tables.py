"""The tables of a trace. pandas is imported when a table is made, not before."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    import pandas

    from spanroot.trace import Trace

Columns = dict[str, Callable[[Any], Any]]

_SPAN: Columns = {
    "begin_code_point": lambda span: span.range.begin_code_point,
    "end_code_point": lambda span: span.range.end_code_point,
    "first_word": lambda span: span.first_word,
    "words": lambda span: span.words,
    "occurrences": lambda span: span.occurrences,
    "examined": lambda span: span.examined,
    "log_probability": lambda span: span.log_probability,
    "documents": lambda span: len(span.documents),
}
_DOCUMENT: Columns = {
    "id": lambda found: found.document.id,
    "title": lambda found: found.document.title,
    "source": lambda found: found.document.source,
    "date": lambda found: found.document.date,
    "language": lambda found: found.document.language,
    "license": lambda found: found.document.license,
    "url": lambda found: found.document.url,
    "level": lambda found: str(found.level),
    "relevance": lambda found: found.relevance,
    "matched_share": lambda found: found.matched_share,
    "bm25_share": lambda found: found.bm25_share,
    "bm25": lambda found: found.bm25,
    "explained_words": lambda found: found.explained_words,
    "spans": lambda found: len(found.spans),
    "size_bytes": lambda found: found.document.size_bytes,
    "snippet": lambda found: found.snippets[0].text if found.snippets else "",
}


def spans(trace: "Trace") -> "pandas.DataFrame":
    """One row a span, in order of the text."""
    level: Columns = {"level": lambda span: str(trace.span_level(span))}
    return table(trace.spans, {"text": trace.span_text, **_SPAN, **level})


def documents(trace: "Trace") -> "pandas.DataFrame":
    """One row a document, most relevant first."""
    return table(trace.documents, _DOCUMENT)


def table(items: Iterable[Any], columns: Columns) -> "pandas.DataFrame":
    """One row an item, with the columns even if there is none."""
    try:
        import pandas
    except ImportError:
        raise ImportError("tables need pandas: pip install 'spanroot[pandas]'") from None
    rows: list[Any] = list(items)
    return pandas.DataFrame({name: [value(row) for row in rows] for name, value in columns.items()})
