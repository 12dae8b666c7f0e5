"""Traces and searches in a notebook.

Whatever comes from a text or a corpus is escaped. Style is inline and nothing runs, so it also
shows where a notebook is not trusted. Colours are half transparent, for light and dark notebooks;
a level is told by a sign (the command line's) and by the line under the words as well.
"""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from spanroot._cards import LEVELS, card, mark, note, plural

if TYPE_CHECKING:
    from spanroot.search import SearchPage
    from spanroot.trace import Coverage, Trace

_TEXT_CODE_POINTS = 20_000
_CARDS = 10
_OPEN_CARDS = 2

_BOX = "font:14px/1.55 system-ui,sans-serif;max-width:58em;overflow-wrap:anywhere"
_TEXT = (
    "border:1px solid rgba(128,128,128,.35);border-radius:6px;padding:.6em 1em;margin:.6em 0;"
    "white-space:pre-wrap;max-height:24em;overflow:auto;line-height:1.9"
)
_CLAIM = "border-left:4px solid rgba(128,128,128,.6);padding:.1em .9em;margin:.6em 0"
_FLEX = "display:flex;flex-wrap:wrap;gap:.2em 1.2em;align-items:center"
_BAR = "display:inline-block;width:3.5em;height:.55em;background:rgba(128,128,128,.25)"
_FILL = "display:block;height:100%;background:rgba(60,120,200,.85)"


def trace(trace: "Trace") -> str:
    """The text with its spans marked, coverage, claim, and a card for each document."""
    levels = [int(trace.span_level(span)) for span in trace.spans]
    cards = [
        card(
            found.document,
            found.snippets,
            levels,
            f"{LEVELS[found.level].label} relevance {found.relevance:.2f}, explains "
            + plural(found.explained_words, "word"),
            place < _OPEN_CARDS,
            found.level,
        )
        for place, found in enumerate(trace.documents[:_CARDS])
    ]
    return _box(
        _coverage(trace.coverage),
        _marked_text(trace, levels),
        _legend(levels),
        f'<div style="{_CLAIM}"><b>Claim: {escape(str(trace.claim.kind).replace("_", " "))}</b>. '
        f"{escape(trace.claim.statement)}</div>",
        *cards,
        _left_out(trace),
    )


def search_page(page: "SearchPage") -> str:
    """The phrases with their counts, and a card for each document."""
    phrases = [
        f"<span>{mark(phrase.phrase, 0, str(index))} {plural(phrase.occurrences, 'time')}</span>"
        for index, phrase in enumerate(page.phrases, 1)
    ]
    levels = [0] * len(page.phrases)
    cards = [
        card(hit.document, hit.snippets, levels, plural(hit.matches, "match", "es"), True)
        for hit in page.hits
    ]
    found = plural(page.total_documents, "document") + ("" if page.complete else " or more")
    shown = f"{found}, {len(page.hits)} on this page"
    return _box(f'<div style="{_FLEX}">{"".join(phrases)}</div>', note(shown), *cards)


def _box(*parts: str) -> str:
    return f'<div style="{_BOX}">{"".join(parts)}</div>'


def _coverage(coverage: "Coverage") -> str:
    items = [f"<b>{plural(coverage.words, 'word')}</b>, in spans of"]
    for length in coverage.covered:
        share = f"{coverage.share(length.min_words):.0%}"
        items.append(
            f'{length.min_words}+ <span style="{_BAR}">'
            f'<span style="{_FILL};width:{share}"></span></span> {share}'
        )
    items.append(f"longest span {plural(coverage.longest_match_words, 'word')}")
    new = coverage.novelty_share(8)
    if new is not None:
        items.append(f"{new:.0%} of 8-grams new")
    return f'<div style="{_FLEX}">{"".join(f"<span>{item}</span>" for item in items)}</div>'


def _marked_text(trace: "Trace", levels: Sequence[int]) -> str:
    """Cuts the text where a span begins or ends; a piece has the best level of its spans."""
    text = trace.text[:_TEXT_CODE_POINTS]
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for index, span in enumerate(trace.spans):
        begins.setdefault(span.range.begin_code_point, []).append(index)
        ends.setdefault(span.range.end_code_point, []).append(index)
    cuts = sorted({0, len(text), *(cut for cut in (*begins, *ends) if cut < len(text))})
    pieces: list[str] = []
    open_spans: list[int] = []
    for begin, end in zip(cuts, cuts[1:]):
        open_spans = [span for span in open_spans if span not in ends.get(begin, ())]
        open_spans += begins.get(begin, ())
        if not open_spans:
            pieces.append(escape(text[begin:end]))
            continue
        title = "; ".join(
            f"span {span + 1}: {plural(trace.spans[span].words, 'word')}, "
            f"{plural(trace.spans[span].occurrences, 'time')} in the corpus"
            for span in open_spans
        )
        level = max(levels[span] for span in open_spans)
        labels = [
            f"{span + 1}\u202f{LEVELS[levels[span]].sign}".strip() for span in ends.get(end, ())
        ]
        pieces.append(mark(text[begin:end], level, " ".join(labels), title))
    cut = "" if len(text) == len(trace.text) else note(f"… and {len(trace.text):,} in all")
    return f'<div dir="auto" style="{_TEXT}">{"".join(pieces)}{cut}</div>'


def _legend(levels: Sequence[int]) -> str:
    used = sorted(set(levels), reverse=True)
    return note(
        " &ensp; ".join(
            mark(f"{LEVELS[level].sign} {LEVELS[level].label}".strip(), level) for level in used
        )
        + (" &ensp; relevance of the best document" if used else "No span of the text is shown.")
    )


def _left_out(trace: "Trace") -> str:
    hidden = len(trace.documents) - _CARDS
    left = trace.statistics.spans_found - trace.statistics.spans_kept
    parts = []
    if hidden > 0:
        parts.append(f"{plural(hidden, 'more document')} in <code>.documents</code>")
    if left > 0:
        parts.append(f"{plural(left, 'span')} left out, the commonest (<code>density</code>)")
    if not trace.complete:
        parts.append("not complete")
    return note(" · ".join(parts)) if parts else ""
