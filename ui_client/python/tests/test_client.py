"""What the client sends, and what it makes of the answers."""

import time
from typing import Any

import grpc
import pytest
import samples
from fake_server import FakeServer

import spanroot
from spanroot.v1 import trace_service_pb2 as pb


def answer_trace(request: Any, _: grpc.ServicerContext) -> pb.TraceResponse:
    trace = samples.trace(model=request.query.model)
    return pb.TraceResponse(trace=trace, corpus="tales", fingerprint="f00d")


def test_a_trace_asks_for_what_was_said(fake: FakeServer, client: spanroot.Client) -> None:
    fake.answers["Trace"] = answer_trace
    trace = client.trace(
        samples.TEXT,
        prompt="Where?",
        model="m",
        corpus="tales",
        min_words=3,
        density=0.0,
        sources=["tales"],
        redact_emails=True,
    )
    assert (trace.corpus, trace.fingerprint, trace.claim.model) == ("tales", "f00d", "m")
    assert trace.complete
    request = fake.calls[0][1]
    assert request.corpus == "tales"
    assert request.query.text == samples.TEXT
    assert request.query.prompt == "Where?"
    options = request.query.options
    assert (options.min_words, options.density, list(options.sources)) == (3, 0.0, ["tales"])
    assert options.HasField("density")
    assert not options.HasField("seed")
    assert options.redact_emails


def test_bytes_are_sent_as_they_are(fake: FakeServer, client: spanroot.Client) -> None:
    fake.answers["Trace"] = answer_trace
    client.trace(b"\xff the tide")
    assert fake.calls[0][1].query.raw_text == b"\xff the tide"


def test_half_a_surrogate_pair_is_replaced(fake: FakeServer, client: spanroot.Client) -> None:
    fake.answers["Trace"] = answer_trace
    client.trace("tide \ud83d out", prompt="\udc00")
    assert fake.calls[0][1].query.text == "tide \ufffd\ufffd\ufffd out"


@pytest.mark.parametrize(
    ("options", "field"),
    [({"min_words": -1}, "query.options.min_words"), ({"density": "x"}, "query.options.density")],
)
def test_a_bad_option_is_named(
    client: spanroot.Client, options: dict[str, Any], field: str
) -> None:
    with pytest.raises(spanroot.InvalidArgument, match=field) as caught:
        client.trace("x", **options)
    assert list(caught.value.fields) == [field]


def test_an_unknown_option_is_named(client: spanroot.Client) -> None:
    with pytest.raises(TypeError, match=r"no option 'min_word'; there are min_words, density"):
        client.trace("x", min_word=4)  # type: ignore[call-arg]


def test_what_is_not_text_is_named(client: spanroot.Client) -> None:
    with pytest.raises(
        spanroot.InvalidArgument, match=r"query\.text: expected str or bytes, got int"
    ):
        client.trace(7)  # type: ignore[arg-type]
    with pytest.raises(
        spanroot.InvalidArgument, match=r"query\.prompt: expected str, got NoneType"
    ):
        client.trace("x", prompt=None)  # type: ignore[arg-type]


def test_a_stream_grows_to_the_trace(fake: FakeServer, client: spanroot.Client) -> None:
    fake.answers["Trace"] = answer_trace
    fake.answers["TraceStream"] = lambda *_: iter(samples.trace_parts())
    first, second, last = client.trace_stream(samples.TEXT)
    assert (first.documents, first.spans[0].documents, first.complete) == ((), (), False)
    assert second.spans[0].documents == (0,)
    assert not second.complete
    assert last == client.trace(samples.TEXT)


def test_a_stream_that_ends_early_is_an_error(fake: FakeServer, client: spanroot.Client) -> None:
    fake.answers["TraceStream"] = lambda *_: iter(samples.trace_parts()[:2])
    with pytest.raises(spanroot.Unavailable, match="ended before the trace did"):
        list(client.trace_stream("x"))


def test_count(fake: FakeServer, client: spanroot.Client) -> None:
    fake.answers["Count"] = lambda *_: pb.CountResponse(occurrences=3, words=4)
    assert client.count("the tide was out") == spanroot.Count(3, 4)


def test_hits_of_all_pages(fake: FakeServer, client: spanroot.Client) -> None:
    def search(request: pb.SearchRequest, _: object) -> pb.SearchResponse:
        page = int(request.page_token or 0)
        hits = [pb.SearchHit(document=samples.document(id=f"{page}-{i}")) for i in range(2)]
        return pb.SearchResponse(
            total_documents=6, hits=hits, next_page_token=str(page + 1) if page < 2 else ""
        )

    fake.answers["Search"] = search
    hits = client.search_hits("the tide", page_size=2, sources="tales", any=True)
    assert next(hits).document.id == "0-0"
    assert len(fake.calls) == 1  # no page before it is needed
    assert [hit.document.id for hit in hits] == ["0-1", "1-0", "1-1", "2-0", "2-1"]
    for _, request, _ in fake.calls:
        assert list(request.phrases) == ["the tide"]
        assert list(request.sources) == ["tales"]
        assert request.any
        assert request.page_size == 2


def test_the_text_of_a_document_in_pages(fake: FakeServer, client: spanroot.Client) -> None:
    text = "0123456789"

    def get(request: pb.GetDocumentRequest, _: object) -> pb.GetDocumentResponse:
        end = min(request.begin_byte + 4, 10)
        return pb.GetDocumentResponse(
            document=samples.document(size_bytes=10),
            text=text[request.begin_byte : end],
            begin_byte=request.begin_byte,
            next_begin_byte=end,
        )

    fake.answers["GetDocument"] = get
    name = spanroot.DocumentName(1, 17)
    assert client.document_text(name, fingerprint="f00d") == text
    page = client.document(name, begin_byte=8)
    assert (page.text, page.last) == ("89", True)
    assert not client.document(page.document).last
    assert {call[1].name.number for call in fake.calls} == {17}
    assert fake.calls[0][1].fingerprint == "f00d"


def test_corpora(fake: FakeServer, client: spanroot.Client) -> None:
    fake.answers["GetCorpus"] = lambda *_: pb.GetCorpusResponse(corpus=samples.corpus())
    fake.answers["ListCorpora"] = lambda *_: pb.ListCorporaResponse(corpora=[samples.corpus()] * 2)
    assert client.corpora() == (client.corpus("tales"),) * 2


def test_token_and_deadline_are_sent(fake: FakeServer) -> None:
    left = []

    def count(_: object, context: grpc.ServicerContext) -> pb.CountResponse:
        left.append(context.time_remaining())
        return pb.CountResponse()

    fake.answers["Count"] = count
    with spanroot.Client(fake.target, token="s3cret\n", timeout=7) as client:
        client.count("x")
        client.count("x", timeout=3)
        client.count("x", timeout=float("inf"))
        assert "s3cret" not in repr(client)
    assert fake.calls[0][2]["authorization"] == "Bearer s3cret"
    assert 6 < left[0] < 7.1
    assert 2 < left[1] < 3.1
    assert left[2] is None or left[2] > 1e6


@pytest.mark.parametrize("token", ["", "a\nb", "ключ"])
def test_a_token_that_cannot_be_one(token: str) -> None:
    with pytest.raises(ValueError, match="token: expected"):
        spanroot.Client("localhost:1", token=token)


def test_a_token_without_tls_is_warned_of() -> None:
    with pytest.warns(UserWarning, match=r"token goes to example\.org:1 unencrypted"):
        spanroot.Client("example.org:1", token="t").close()


def test_the_deadline_is_kept(fake: FakeServer) -> None:
    def count(*_: object) -> pb.CountResponse:
        time.sleep(1)
        return pb.CountResponse()

    fake.answers["Count"] = count
    with spanroot.Client(fake.target, timeout=0.1) as client:
        with pytest.raises(spanroot.DeadlineExceeded, match="timeout=SECONDS"):
            client.count("x")
