"""The asyncio client does as the other one."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import grpc
import pytest
import pytest_asyncio
import samples
from fake_server import FakeServer, busy, fail
from test_batch import answer_all, breaking, reply, texts
from test_client import answer_trace
from test_errors import after

import spanroot
from spanroot._batch_stream import AsyncBatch
from spanroot.v1 import trace_service_pb2 as pb
from spanroot.v1.trace_pb2 import TraceOptions


@pytest_asyncio.fixture
async def aclient(fake: FakeServer) -> AsyncIterator[spanroot.AsyncClient]:
    retry = spanroot.RetryPolicy(attempts=3, first_delay=0.01, max_delay=1.0)
    async with spanroot.AsyncClient(fake.target, token="t", retry=retry, timeout=10) as client:
        yield client


async def test_questions(fake: FakeServer, aclient: spanroot.AsyncClient) -> None:
    fake.answers["Trace"] = answer_trace
    fake.answers["TraceStream"] = lambda *_: iter(samples.trace_parts())
    fake.answers["Count"] = lambda *_: pb.CountResponse(occurrences=3, words=4)
    fake.answers["GetCorpus"] = lambda *_: pb.GetCorpusResponse(corpus=samples.corpus())
    fake.answers["ListCorpora"] = lambda *_: pb.ListCorporaResponse(corpora=[samples.corpus()])
    fake.answers["GetDocument"] = lambda *_: pb.GetDocumentResponse(
        document=samples.document(size_bytes=4), text="tide", next_begin_byte=4
    )
    fake.answers["Search"] = lambda request, _: pb.SearchResponse(
        hits=[pb.SearchHit(document=samples.document())],
        next_page_token="" if request.page_token else "2",
    )
    trace = await aclient.trace(samples.TEXT, model="m", min_words=4)
    assert trace.claim.model == "m"
    parts = [part async for part in aclient.trace_stream(samples.TEXT)]
    assert [part.complete for part in parts] == [False, False, True]
    assert parts[2] == await aclient.trace(samples.TEXT)
    assert await aclient.count("x") == spanroot.Count(3, 4)
    assert (await aclient.corpora()) == (await aclient.corpus("tales"),)
    assert await aclient.document_text(trace.documents[0]) == "tide"
    assert len([hit async for hit in aclient.search_hits(["a", "b"], any=True)]) == 2
    assert all(call[2]["authorization"] == "Bearer t" for call in fake.calls)


async def test_errors_and_retries(fake: FakeServer, aclient: spanroot.AsyncClient) -> None:
    fake.answers["Count"] = after(2, lambda c: busy(c, 0.01), pb.CountResponse(occurrences=3))
    assert (await aclient.count("x")).occurrences == 3
    fake.answers["Count"] = lambda _, c: busy(c, 0.01)
    with pytest.raises(spanroot.Busy) as caught:
        await aclient.count("x")
    assert caught.value.retry_after == pytest.approx(0.01)


async def test_calls_at_once(fake: FakeServer, aclient: spanroot.AsyncClient) -> None:
    fake.answers["Trace"] = answer_trace
    traces = await asyncio.gather(*(aclient.trace(samples.TEXT) for _ in range(8)))
    assert len({trace.text for trace in traces}) == 1


async def traced(results: AsyncIterator[spanroot.BatchResult]) -> list[str]:
    return [result.trace.text async for result in results if result.trace is not None]


async def test_many(fake: FakeServer, aclient: spanroot.AsyncClient) -> None:
    fake.answers["TraceBatch"] = answer_all
    results = [result async for result in aclient.trace_many([*texts(3), "", *texts(2)])]
    assert [result.id for result in results] == list("012345")
    assert isinstance(results[3].error, spanroot.InvalidArgument)


async def test_many_over_broken_streams(fake: FakeServer, aclient: spanroot.AsyncClient) -> None:
    def down(context: grpc.ServicerContext) -> None:
        fail(context, grpc.StatusCode.UNAVAILABLE, "going down")

    async def some() -> AsyncIterator[str]:
        for text in texts(40):
            await asyncio.sleep(0)
            yield text

    fake.answers["TraceBatch"] = breaking(5, 4, down)
    assert await traced(aclient.trace_many(some())) == texts(40)
    assert len(fake.calls) == 6


async def test_the_text_that_a_broken_stream_waited_for_is_not_lost(
    fake: FakeServer, aclient: spanroot.AsyncClient
) -> None:
    def batch(
        requests: Iterator[pb.TraceBatchRequest], context: grpc.ServicerContext
    ) -> Iterator[pb.TraceBatchResponse]:
        yield reply(next(requests))
        if len(fake.calls) == 1:
            fail(context, grpc.StatusCode.UNAVAILABLE, "going down")
        yield from map(reply, requests)

    async def slow() -> AsyncIterator[str]:
        for text in texts(4):
            yield text
            await asyncio.sleep(0.2)

    fake.answers["TraceBatch"] = batch
    assert await traced(aclient.trace_many(slow())) == texts(4)


async def test_a_cancelled_sender_leaves_its_text_to_the_next() -> None:
    async def slow() -> AsyncIterator[str]:
        await asyncio.sleep(0.05)
        yield samples.TEXT

    batch = AsyncBatch(slow(), "", "", "", TraceOptions())
    sender = asyncio.ensure_future(anext_of(batch.requests()))
    await asyncio.sleep(0.01)
    sender.cancel()
    assert (await anext_of(batch.requests())).query.text == samples.TEXT


async def anext_of(requests: AsyncIterator[pb.TraceBatchRequest]) -> pb.TraceBatchRequest:
    return await requests.__anext__()


async def test_a_text_too_long_is_an_error_of_its_own(
    fake: FakeServer, aclient: spanroot.AsyncClient
) -> None:
    fake.answers["TraceBatch"] = answer_all
    some = [*texts(3), samples.SPAN * 100_000, *texts(3)]
    results = [result async for result in aclient.trace_many(some)]
    assert [type(result.error) for result in results].index(spanroot.LimitExceeded) == 3
    assert len(results) == 7


async def test_what_the_texts_raise_comes_out(
    fake: FakeServer, aclient: spanroot.AsyncClient
) -> None:
    async def bad() -> AsyncIterator[str]:
        yield samples.TEXT
        raise OSError("the disk is gone")

    fake.answers["TraceBatch"] = answer_all
    results = aclient.trace_many(bad())
    assert (await results.__anext__()).error is None
    with pytest.raises(OSError, match="the disk is gone"):
        await results.__anext__()
