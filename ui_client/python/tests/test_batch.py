"""Many texts over one stream, or over several when it breaks."""

import io
import itertools
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr
from typing import Any, Callable, Union

import grpc
import pytest
import samples
from fake_server import FakeServer, busy, fail

import spanroot
from spanroot.v1 import trace_service_pb2 as pb

Requests = Iterator[pb.TraceBatchRequest]
Context = grpc.ServicerContext


def reply(request: pb.TraceBatchRequest) -> pb.TraceBatchResponse:
    """The trace of a text with the span, an error for others."""
    if samples.SPAN not in request.query.text:
        error = pb.TraceError(code=3, message="query.text: is empty")
        return pb.TraceBatchResponse(id=request.id, error=error)
    trace = samples.trace(request.query.text, model=request.query.model)
    return pb.TraceBatchResponse(
        id=request.id, trace=trace, corpus=request.corpus, fingerprint="0a1b"
    )


def answer_all(requests: Requests, _: Context) -> Iterator[pb.TraceBatchResponse]:
    return map(reply, requests)


def texts(count: int) -> list[str]:
    return [f"{number}: {samples.SPAN}" for number in range(count)]


def traced(results: Iterable[spanroot.BatchResult]) -> list[str]:
    """The texts of the traces."""
    return [result.trace.text for result in results if result.trace is not None]


def test_results_are_in_order_and_errors_are_results(
    fake: FakeServer, client: spanroot.Client
) -> None:
    fake.answers["TraceBatch"] = answer_all
    queries: list[Union[str, spanroot.TraceQuery]] = [
        samples.TEXT,
        spanroot.TraceQuery(samples.TEXT, prompt="p", model="mine", id="a"),
        "",
        spanroot.TraceQuery(samples.TEXT),
    ]
    results = list(client.trace_many(queries, model="common", corpus="tales"))
    assert [result.id for result in results] == ["0", "a", "2", "3"]
    assert [r.trace and r.trace.claim.model for r in results] == ["common", "mine", None, "common"]
    assert results[1].query is queries[1]
    error = results[2].error
    assert isinstance(error, spanroot.InvalidArgument)
    assert "query.text: is empty" in str(error)
    assert results[0].trace is not None
    assert results[0].trace.corpus == "tales"
    assert results[0].trace.fingerprint == "0a1b"


def test_nothing_gives_nothing(fake: FakeServer, client: spanroot.Client) -> None:
    fake.answers["TraceBatch"] = answer_all
    assert list(client.trace_many([])) == []


def test_texts_are_taken_as_they_are_needed(fake: FakeServer, client: spanroot.Client) -> None:
    fake.answers["TraceBatch"] = answer_all
    endless = (f"{number}: {samples.SPAN}" for number in itertools.count())
    results = client.trace_many(endless)
    assert traced(itertools.islice(results, 50)) == texts(50)
    results.close()  # type: ignore[attr-defined]


def test_a_result_comes_before_the_next_text_does(
    fake: FakeServer, client: spanroot.Client
) -> None:
    fake.answers["TraceBatch"] = answer_all
    seen = threading.Event()

    def live() -> Iterator[str]:
        yield samples.TEXT
        assert seen.wait(5)
        yield samples.TEXT

    results = client.trace_many(live())
    assert next(results).trace is not None
    seen.set()
    assert len(list(results)) == 1


def breaking(times: int, answers: int, failure: Callable[[Context], None]) -> Any:
    """Breaks the stream so often after so many answers, having read all that came by then."""
    left = [times]

    def batch(requests: Requests, context: Context) -> Iterator[pb.TraceBatchResponse]:
        left[0] -= 1
        for number, request in enumerate(requests):
            if left[0] >= 0 and number == answers:
                failure(context)
            yield reply(request)

    return batch


@pytest.mark.parametrize("code", [grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.CANCELLED])
def test_a_broken_stream_goes_on_where_it_broke(
    fake: FakeServer, client: spanroot.Client, code: grpc.StatusCode
) -> None:
    down = lambda context: fail(context, code, "going down")  # noqa: E731
    fake.answers["TraceBatch"] = breaking(5, 4, down)
    assert traced(client.trace_many(iter(texts(40)))) == texts(40)
    assert len(fake.calls) == 6


def test_the_text_that_a_broken_stream_waited_for_is_not_lost(
    fake: FakeServer, client: spanroot.Client
) -> None:
    def batch(requests: Requests, context: Context) -> Iterator[pb.TraceBatchResponse]:
        yield reply(next(requests))
        if len(fake.calls) == 1:
            fail(context, grpc.StatusCode.UNAVAILABLE, "going down")
        yield from map(reply, requests)

    def slow() -> Iterator[str]:
        for text in texts(4):
            yield text
            time.sleep(0.2)

    fake.answers["TraceBatch"] = batch
    assert traced(client.trace_many(slow())) == texts(4)


def test_a_stream_that_keeps_breaking_is_given_up(
    fake: FakeServer, client: spanroot.Client
) -> None:
    fake.answers["TraceBatch"] = breaking(99, 0, lambda context: busy(context, 0.01))
    with pytest.raises(spanroot.Busy):
        list(client.trace_many(texts(2)))
    assert len(fake.calls) == 3


def test_more_texts_than_a_stream_may_have(fake: FakeServer, client: spanroot.Client) -> None:
    full = lambda context: fail(context, grpc.StatusCode.RESOURCE_EXHAUSTED, "at most 7")  # noqa: E731
    fake.answers["TraceBatch"] = breaking(99, 7, full)
    assert traced(client.trace_many(texts(30))) == texts(30)


def test_a_text_too_long_to_be_sent_is_an_error_of_its_own(
    fake: FakeServer, client: spanroot.Client
) -> None:
    fake.answers["TraceBatch"] = answer_all
    some = [*texts(3), samples.SPAN * 100_000, *texts(3)]
    results = list(client.trace_many(some))
    assert traced(results) == texts(3) * 2
    assert [type(result.error) for result in results].index(spanroot.LimitExceeded) == 3


def test_what_the_texts_raise_comes_out(fake: FakeServer, client: spanroot.Client) -> None:
    def bad() -> Iterator[str]:
        yield from texts(2)
        raise OSError("the disk is gone")

    fake.answers["TraceBatch"] = answer_all
    results = client.trace_many(bad())
    assert traced(itertools.islice(results, 2)) == texts(2)
    with pytest.raises(OSError, match="the disk is gone"):
        next(results)
    with pytest.raises(spanroot.InvalidArgument, match="expected str or bytes, got int"):
        list(client.trace_many([1]))  # type: ignore[list-item]


def test_answers_out_of_order_are_refused(fake: FakeServer, client: spanroot.Client) -> None:
    fake.answers["TraceBatch"] = lambda requests, _: (
        pb.TraceBatchResponse(id="other") for _ in requests
    )
    with pytest.raises(spanroot.SpanrootError, match="'other', which is not next"):
        list(client.trace_many(texts(2)))


def test_missing_answers_are_an_error(fake: FakeServer, client: spanroot.Client) -> None:
    def answer_the_first(requests: Requests, _: Context) -> Iterator[pb.TraceBatchResponse]:
        first = next(requests)
        next(requests)
        yield reply(first)

    fake.answers["TraceBatch"] = answer_the_first
    with pytest.raises(spanroot.Unavailable, match="texts unanswered"):
        list(client.trace_many(texts(3)))


def test_progress_is_shown_if_asked_for(fake: FakeServer, client: spanroot.Client) -> None:
    pytest.importorskip("tqdm")
    fake.answers["TraceBatch"] = answer_all
    with redirect_stderr(io.StringIO()) as shown:
        list(client.trace_many(texts(3)))
        assert shown.getvalue() == ""
        list(client.trace_many(texts(3), progress=True))
    assert "3/3" in shown.getvalue()
