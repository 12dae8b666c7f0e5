"""The client against the real server."""

import dataclasses
import itertools
import json
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Optional, Union
from urllib.request import Request, urlopen

import pytest
from certificates import Authority
from google.protobuf import json_format
from real_server import PROGRAM, build_index, serving, serving_both

import spanroot
from spanroot._convert import from_proto
from spanroot.v1 import trace_service_pb2 as pb

LIGHTHOUSE = (
    "The old lighthouse keeper counted seven ships before the fog came in, and wrote their names "
    "in a ledger that nobody has opened since the winter of the great storm. "
)
DOCUMENTS = [
    {
        "id": "ledger",
        "text": LIGHTHOUSE + "Write to keeper@lighthouse.example if you find it.",
        "source": "tales",
        "url": "https://tales.example/ledger?a=1&b=2",
        "title": "The ledger of the <keeper>",
        "license": "CC0-1.0",
        "keeper": "Ansel",
    },
    *(
        {"id": f"tide-{i}", "source": "tides", "text": f"Log {i}: the tide was out at {i} o'clock."}
        for i in range(25)
    ),
    {"id": "long", "source": "tales", "text": "Ärger über Öl. " * 20_000},
]
WORDS = len(LIGHTHOUSE.split())
TEXT = f"He told us this: {LIGHTHOUSE}We believed him."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tales")
    return build_index(DOCUMENTS, folder, "--corpus", "tales")


@pytest.fixture(scope="module")
def target(index: Path) -> Iterator[str]:
    with serving("--index", f"tales={index}") as target:
        yield target


@pytest.fixture
def client(target: str) -> Iterator[spanroot.Client]:
    with spanroot.Client(target) as client:
        yield client


def without_times(trace: spanroot.Trace) -> spanroot.Trace:
    statistics = dataclasses.replace(
        trace.statistics,
        match_seconds=0,
        documents_seconds=0,
        suffix_blocks_read=0,
        text_chunks_read=0,
    )
    return dataclasses.replace(trace, statistics=statistics)


def test_a_trace_finds_its_source(client: spanroot.Client) -> None:
    trace = client.trace(TEXT, model="allenai/OLMo-2-1124-7B", corpus="tales")
    span = max(trace.spans, key=lambda span: span.words)
    assert trace.span_text(span) == LIGHTHOUSE.rstrip(". ")
    assert TEXT.encode()[span.range.begin_byte : span.range.end_byte].decode() in LIGHTHOUSE
    document = trace.documents[span.documents[0]].document
    assert (document.id, document.source, document.license) == ("ledger", "tales", "CC0-1.0")
    assert document.title == "The ledger of the <keeper>"
    assert document.metadata["keeper"] == "Ansel"
    assert trace.span_level(span) is spanroot.Relevance.HIGH
    assert trace.coverage.longest_match_words == span.words == WORDS
    assert trace.coverage.share(16) == WORDS / trace.coverage.words
    assert trace.claim.kind in (spanroot.ClaimKind.OVERLAP_ONLY, spanroot.ClaimKind.UNKNOWN)
    assert (trace.corpus, len(trace.fingerprint), trace.complete) == ("tales", 32, True)
    assert "The ledger of the &lt;keeper&gt;" in trace._repr_html_()


def test_a_streamed_trace_is_the_same(client: spanroot.Client) -> None:
    parts = list(client.trace_stream(TEXT))
    assert not parts[0].documents
    assert not parts[0].complete
    assert without_times(parts[-1]) == without_times(client.trace(TEXT))


def test_every_way_gives_the_same_trace(index: Path, tmp_path: Path) -> None:
    """Python, HTTP, and the program with the index itself."""
    query = {"text": TEXT, "model": "allenai/OLMo-2-1124-7B", "options": {"density": 0.5}}
    with serving_both("--index", f"tales={index}") as addresses:
        request = Request(
            f"http://{addresses['http']}/v1/trace",
            data=json.dumps({"query": query}).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urlopen(request) as response:
            answer = json_format.Parse(response.read(), pb.TraceResponse())
        with spanroot.Client(addresses["grpc"]) as client:
            trace = client.trace(TEXT, model="allenai/OLMo-2-1124-7B", density=0.5)
    over_http = from_proto(
        spanroot.Trace, answer.trace, corpus=answer.corpus, fingerprint=answer.fingerprint
    )
    assert without_times(trace) == without_times(over_http)

    text = tmp_path / "text"
    text.write_text(TEXT)
    model = ["--model", "allenai/OLMo-2-1124-7B", "--density", "0.5"]
    command = [str(PROGRAM.with_name("trace")), "--index", str(index), "--json", *model, str(text)]
    local = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert local["text"] == trace.text
    assert local["claim"]["statement"] == trace.claim.statement
    assert local["coverage"]["longest_match"] == trace.coverage.longest_match_words
    for mine, theirs in itertools.zip_longest(local["spans"], trace.spans):
        assert mine["begin_byte"] == theirs.range.begin_byte
        assert mine["end_code_point"] == theirs.range.end_code_point
        assert mine["occurrences"] == theirs.occurrences
        assert mine["log_probability"] == theirs.log_probability
        assert tuple(mine["documents"]) == theirs.documents
    for mine, theirs in itertools.zip_longest(local["documents"], trace.documents):
        assert mine["id"] == theirs.document.id
        assert mine["relevance"] == theirs.relevance
        assert [snippet["text"] for snippet in mine["snippets"]] == [
            snippet.text for snippet in theirs.snippets
        ]


def test_options_reach_the_server(client: spanroot.Client) -> None:
    assert not client.trace(TEXT, documents_per_span=0).documents
    assert not client.trace(TEXT, sources=["tides"]).documents
    (found,) = client.trace(TEXT, redact_emails=True).documents
    assert all("keeper@" not in snippet.text for snippet in found.snippets)
    with pytest.raises(spanroot.InvalidArgument) as caught:
        client.trace(TEXT, density=2.0)
    assert list(caught.value.fields) == ["query.options.density"]


def test_text_that_is_not_utf8(client: spanroot.Client) -> None:
    trace = client.trace(b"\xff " + LIGHTHOUSE.encode())
    assert trace.text.startswith("\ufffd The old")
    assert trace.span_text(trace.spans[0]).startswith("The old")


def test_many(client: spanroot.Client) -> None:
    texts: list[Union[str, bytes]] = [
        TEXT,
        b"\xffthe tide was out at",
        "x " * 600_000,
        "",
        *(f"text {i} is of no interest" for i in range(200)),
    ]
    results = list(client.trace_many(texts, corpus="tales"))
    assert [result.id for result in results] == [str(i) for i in range(204)]
    assert results[0].trace is not None
    assert results[0].trace.spans == client.trace(TEXT).spans
    assert isinstance(results[2].error, spanroot.LimitExceeded)
    assert results[3].trace is not None
    assert results[3].trace.coverage.words == 0
    assert sum(result.error is not None for result in results) == 1
    pytest.importorskip("pandas")
    table = spanroot.traces_to_pandas(results)
    assert table["longest_match"][0] == WORDS
    assert table["error"].notna().sum() == 1


def test_a_batch_beyond_the_limits(index: Path, tmp_path: Path) -> None:
    limits = tmp_path / "limits.json"
    limits.write_text(json.dumps({"max_batch_texts": 7, "max_text_bytes": 1000}))
    with serving("--index", str(index), "--limits", str(limits)) as target:
        with spanroot.Client(target) as client:
            texts = ["the tide was out"] * 20 + ["x" * 5_000_000, "x" * 2000] + ["the tide"] * 9
            results = list(client.trace_many(texts))
    errors = {i: type(r.error) for i, r in enumerate(results) if r.error is not None}
    assert errors == {20: spanroot.LimitExceeded, 21: spanroot.LimitExceeded}
    assert len(results) == 31


def ask_at_once(
    target: str, retry: Optional[spanroot.RetryPolicy]
) -> list[Union[spanroot.Trace, spanroot.Busy]]:
    with spanroot.Client(target, retry=retry) as client, ThreadPoolExecutor(6) as pool:

        def ask(_: int) -> Union[spanroot.Trace, spanroot.Busy]:
            try:
                return client.trace(LIGHTHOUSE * 2000)
            except spanroot.Busy as busy:
                return busy

        return list(pool.map(ask, range(6)))


def test_a_busy_server(index: Path, tmp_path: Path) -> None:
    limits = tmp_path / "limits.json"
    limits.write_text(json.dumps({"max_running": 1, "max_waiting": 1}))
    with serving("--index", str(index), "--limits", str(limits)) as target:
        hasty = ask_at_once(target, None)
        refused = [result for result in hasty if isinstance(result, spanroot.Busy)]
        assert refused
        assert all(busy.retry_after for busy in refused)
        patient = ask_at_once(target, spanroot.RetryPolicy(attempts=30))
        assert all(isinstance(result, spanroot.Trace) for result in patient)


async def test_asyncio(target: str) -> None:
    async with spanroot.AsyncClient(target) as client:
        trace = await client.trace(TEXT)
        results = [result async for result in client.trace_many([TEXT] * 30)]
        assert {result.trace.spans for result in results if result.trace} == {trace.spans}
        parts = [part async for part in client.trace_stream(TEXT)]
        assert parts[-1].documents == trace.documents
        assert len([hit async for hit in client.search_hits("the tide was out")]) == 25
        with pytest.raises(spanroot.NotFound):
            await client.corpus("none")


def test_count_and_search(client: spanroot.Client) -> None:
    assert client.count("the tide was out") == spanroot.Count(25, 4)
    page = client.search(["the tide was out", "7 o'clock"], page_size=3)
    assert page.phrases[0] == spanroot.PhraseCount("the tide was out", 25)
    assert [hit.document.id for hit in page.hits] == ["tide-7"]
    hits = list(client.search_hits("the tide was out", page_size=4))
    assert {hit.document.id for hit in hits} == {f"tide-{i}" for i in range(25)}
    assert not client.search("the tide was out", sources=["tales"]).hits


def test_documents_in_pages(client: spanroot.Client) -> None:
    (hit,) = itertools.islice(client.search_hits("Ärger über Öl"), 1)
    text = DOCUMENTS[-1]["text"]
    assert client.document_text(hit) == text
    page = client.document(hit, begin_byte=1, page_size_bytes=100)  # inside of Ä
    assert (page.begin_byte, page.text[:5], page.last) == (0, "Ärger", False)
    with pytest.raises(spanroot.FailedPrecondition, match="fingerprint"):
        client.document(hit, fingerprint="0" * 32)


def test_corpora(client: spanroot.Client) -> None:
    (corpus,) = client.corpora()
    assert corpus == client.corpus("tales")
    assert corpus.counts.documents == len(DOCUMENTS)
    assert [part.name for part in corpus.sources] == ["tales", "tides"]
    assert [part.name for part in corpus.licenses] == ["CC0-1.0"]
    assert corpus.profile is spanroot.Profile.VERBATIM


def test_tls_and_token(index: Path, tmp_path: Path) -> None:
    authority = Authority(tmp_path, "authority")
    certificate, key = authority.sign("localhost")
    client_certificate, client_key = authority.sign("notebook")
    tokens = tmp_path / "tokens"
    tokens.write_text("ada correct-horse-battery-staple\n")
    tls: dict[str, Any] = {
        "ca": authority.certificate,
        "server_name": "localhost",
        "certificate": client_certificate,
        "key": client_key,
        "retry": None,
    }
    with serving(
        *("--index", str(index), "--tokens", str(tokens)),
        *("--tls-cert", str(certificate), "--tls-key", str(key)),
        *("--tls-client-ca", str(authority.certificate)),
    ) as target:
        with spanroot.Client(target, token="correct-horse-battery-staple", **tls) as client:
            assert client.count("the tide was out").occurrences == 25
        with spanroot.Client(target, token="wrong", **tls) as client:
            with pytest.raises(spanroot.Unauthenticated, match=r"Client\(\.\.\., token=\.\.\.\)"):
                client.count("x")
        with spanroot.Client(target, **tls) as client:
            with pytest.raises(spanroot.Unauthenticated):
                list(client.trace_many(["x"]))
        with spanroot.Client(target, retry=None) as client:
            with pytest.raises(spanroot.Unavailable, match="TLS"):
                client.count("x")
