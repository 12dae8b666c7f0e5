"""Marked words and document cards, of which `_html` makes what a notebook shows."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spanroot.document import Document, Snippet


class Level(NamedTuple):
    """How a relevance level is told apart."""

    label: str
    sign: str
    line: str
    colour: str


# By the numbers of Relevance.
LEVELS = (
    Level("no document", "", "1px solid", "128,128,128"),
    Level("low", "○", "2px dotted", "90,110,190"),
    Level("medium", "◐", "2px dashed", "200,120,0"),
    Level("high", "●", "2px solid", "0,140,90"),
)

_CARD = "border:1px solid rgba(128,128,128,.35);border-radius:6px;padding:.45em 1em;margin:.45em 0"
_SNIPPET = (
    "white-space:pre-wrap;margin:.4em 0;padding-left:.8em;"
    "border-left:2px solid rgba(128,128,128,.35)"
)


def mark(text: str, level: int, label: str = "", title: str = "") -> str:
    """Marked words, with a raised label behind them."""
    kind = LEVELS[level]
    style = (
        f"color:inherit;background:rgba({kind.colour},.2);border-bottom:{kind.line} "
        f"rgb({kind.colour})"
    )
    raised = f'<sup style="line-height:0;font-size:.75em">{escape(label)}</sup>' if label else ""
    return f'<mark style="{style}" title="{escape(title)}">{escape(text)}</mark>{raised}'


def card(
    document: "Document",
    snippets: Sequence["Snippet"],
    levels: Sequence[int],
    about: str,
    shown: bool,
    level: int = 0,
) -> str:
    """A document with its snippets. `levels`: of the spans or phrases that the matches name."""
    known = (document.source, document.date, document.language, document.license, document.id)
    facts = [f"<bdi>{escape(fact)}</bdi>" for fact in known if fact]
    if document.url.startswith(("https://", "http://")):
        url = escape(document.url)
        facts.append(f'<a href="{url}" rel="noopener noreferrer" target="_blank">{url}</a>')
    elif document.url:
        facts.append(f"<bdi>{escape(document.url)}</bdi>")
    title = escape(document.title or document.id)
    return (
        f'<details style="{_CARD}"{" open" if shown else ""}><summary style="cursor:pointer">'
        f"{LEVELS[level].sign} <b><bdi>{title}</bdi></b> {note(escape(about), 'span')}</summary>"
        f"{note(' · '.join(facts))}{''.join(_snippet(s, levels) for s in snippets)}</details>"
    )


def note(html: str, tag: str = "div") -> str:
    """Something said by the way. Takes HTML."""
    return f'<{tag} style="opacity:.75;font-size:12px">{html}</{tag}>'


def plural(count: int, thing: str, ending: str = "s") -> str:
    """A number of things, such as "1,234 words"."""
    return f"{count:,} {thing}{'' if count == 1 else ending}"


def _snippet(snippet: "Snippet", levels: Sequence[int]) -> str:
    pieces: list[str] = []
    for text, match in snippet.parts():
        if match is None:
            pieces.append(escape(text))
        else:
            same = "the same words" + ("" if match.identical else ", written in another way")
            label = f"{match.index + 1}{'' if match.identical else '≈'}"
            pieces.append(mark(text, levels[match.index], label, same))
    begin, end = "" if snippet.at_begin else "… ", "" if snippet.at_end else " …"
    return f'<div dir="auto" style="{_SNIPPET}">{begin}{"".join(pieces)}{end}</div>'
