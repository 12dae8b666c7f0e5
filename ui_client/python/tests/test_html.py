"""What a notebook shows."""

from html.parser import HTMLParser
from typing import Optional

import pytest
import samples

import spanroot
from spanroot._convert import from_proto
from spanroot.v1 import trace_pb2
from spanroot.v1 import trace_service_pb2 as pb

VOID = {"br", "hr", "img"}


class Reader(HTMLParser):
    """Reads what a browser would: the text, the marks, and that every element is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.tags: set[str] = set()
        self.marks: list[tuple[str, str]] = []
        self.links: list[Optional[str]] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Optional[str]]]) -> None:
        attributes = dict(attrs)
        assert not [name for name in attributes if name.startswith("on")]
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        if tag == "mark":
            self.marks.append(("", attributes["style"] or ""))
        if tag == "a":
            self.links.append(attributes["href"])

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if self.open and self.open[-1] == "mark":
            words, style = self.marks[-1]
            self.marks[-1] = (words + data, style)


def read(message: trace_pb2.Trace) -> Reader:
    return Reader(from_proto(spanroot.Trace, message)._repr_html_())


def test_the_span_is_marked_where_it_stands() -> None:
    page = read(samples.trace())
    assert [words for words, _ in page.marks] == [samples.SPAN, "◐ medium", samples.SPAN]
    assert f"Café talk: {samples.SPAN}1\u202f◐, zyx <b>." in page.text
    assert "4+  50%" in page.text
    assert "Claim: overlap only. Nothing certain & no more." in page.text
    assert "tales · CC0-1.0 · shore" in page.text
    assert f"“Every” child knew when {samples.SPAN}1. …" in page.text
    assert "2 spans left out" in page.text


def test_levels_differ_by_more_than_colour() -> None:
    shown = {}
    levels = trace_pb2.RELEVANCE_LOW, trace_pb2.RELEVANCE_MEDIUM, trace_pb2.RELEVANCE_HIGH
    for level in levels:
        trace = samples.trace()
        trace.documents[0].level = level
        page = read(trace)
        line = page.marks[0][1].split("border-bottom:")[1].split(" rgb")[0]
        shown[line] = page.text[page.text.index(samples.SPAN) + len(samples.SPAN) + 2]
    assert shown == {"2px dotted": "○", "2px dashed": "◐", "2px solid": "●"}


@pytest.mark.parametrize("evil", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "&lt;b"])
def test_everything_is_escaped(evil: str) -> None:
    trace = samples.trace(f"{evil} {samples.SPAN}")
    document = trace.documents[0].document
    for field in ("id", "source", "url", "title", "date", "language", "license"):
        setattr(document, field, evil)
    trace.documents[0].snippets[0].text = evil * 3
    del trace.documents[0].snippets[0].matches[:]
    trace.claim.statement = evil
    page = read(trace)
    assert page.text.count(evil) == 1 + 7 + 3 + 1
    assert page.tags <= {"div", "span", "b", "bdi", "mark", "sup", "details", "summary", "code"}


def test_only_web_addresses_are_links() -> None:
    for url, links in (("javascript:alert(1)", []), ("https://a.org/?a&b", ["https://a.org/?a&b"])):
        trace = samples.trace()
        trace.documents[0].document.url = url
        page = read(trace)
        assert page.links == links
        assert url in page.text


def test_spans_that_overlap() -> None:
    trace = samples.trace("one two three four five", "one two three")
    second = trace.spans.add()
    second.CopyFrom(trace.spans[0])
    second.range.begin_code_point, second.range.end_code_point = 4, 18
    second.ClearField("documents")
    page = read(trace)
    assert [words for words, _ in page.marks[:3]] == ["one ", "two three", " four"]
    assert ["dashed" in style for _, style in page.marks[:3]] == [True, True, False]
    assert "one two three1\u202f◐ four2 five" in page.text


def test_long_texts_and_many_documents_are_cut() -> None:
    trace = samples.trace(samples.SPAN + " word" * 10_000)
    trace.documents.extend([trace.documents[0]] * 19)
    page = read(trace)
    assert "… and 50,016 in all" in page.text
    assert "10 more documents" in page.text
    assert page.text.count("The <shore>") == 10


def test_a_trace_of_nothing() -> None:
    assert "0 words" in read(trace_pb2.Trace()).text


def test_a_search_page() -> None:
    response = pb.SearchResponse(
        phrases=[pb.PhraseCount(phrase="<tide>", occurrences=1234)],
        total_documents=1,
        hits=[pb.SearchHit(document=samples.document(), matches=1, snippets=[samples.snippet()])],
    )
    page = Reader(from_proto(spanroot.SearchPage, response)._repr_html_())
    assert "<tide>1 1,234 times" in page.text
    assert "1 document or more, 1 on this page" in page.text
    assert [words for words, _ in page.marks] == ["<tide>", samples.SPAN]
