"""Errors of the server become exceptions that say what to do."""

import pickle
import time
from typing import Any

import grpc
import pytest
from fake_server import FakeServer, busy, fail
from google.rpc.error_details_pb2 import BadRequest

import spanroot
from spanroot.v1 import trace_service_pb2 as pb

Code = grpc.StatusCode
NO_DETAILS = [
    (Code.NOT_FOUND, spanroot.NotFound, "lists the corpora;"),
    (Code.FAILED_PRECONDITION, spanroot.FailedPrecondition, "Trace or search again"),
    (Code.RESOURCE_EXHAUSTED, spanroot.LimitExceeded, "shorter text"),
    (Code.UNAUTHENTICATED, spanroot.Unauthenticated, "token=..."),
    (Code.PERMISSION_DENIED, spanroot.PermissionDenied, "Ask whoever runs the server"),
    (Code.DEADLINE_EXCEEDED, spanroot.DeadlineExceeded, "timeout=SECONDS"),
    (Code.UNAVAILABLE, spanroot.Unavailable, "spanroot serve"),
    (Code.CANCELLED, spanroot.Unavailable, "spanroot serve"),
    (Code.DATA_LOSS, spanroot.SpanrootError, "what the server said"),
]


@pytest.mark.parametrize(("code", "kind", "advice"), NO_DETAILS)
def test_every_code_has_its_exception(
    fake: FakeServer, code: grpc.StatusCode, kind: type[spanroot.SpanrootError], advice: str
) -> None:
    fake.answers["Count"] = lambda _, context: fail(context, code, "what the server said")
    with spanroot.Client(fake.target, retry=None) as client:
        with pytest.raises(spanroot.SpanrootError, match="what the server said") as caught:
            client.count("x")
    assert type(caught.value) is kind
    assert caught.value.code == code
    assert advice in str(caught.value)
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.code) == (str(caught.value), code)


def test_fields_at_fault(fake: FakeServer, client: spanroot.Client) -> None:
    violation = BadRequest.FieldViolation(field="query.options.density", description="0 to 1")
    fake.answers["Trace"] = lambda _, context: fail(
        context, Code.INVALID_ARGUMENT, "bad request", BadRequest(field_violations=[violation])
    )
    with pytest.raises(spanroot.InvalidArgument) as caught:
        client.trace("x", density=2.0)
    assert caught.value.fields == {"query.options.density": "0 to 1"}
    assert str(caught.value) == "bad request\nquery.options.density: 0 to 1"
    assert isinstance(caught.value, ValueError)
    assert len(fake.calls) == 1


def test_details_that_are_not_a_status_are_passed_over(
    fake: FakeServer, client: spanroot.Client
) -> None:
    def count(_: object, context: grpc.ServicerContext) -> None:
        context.set_trailing_metadata((("grpc-status-details-bin", b"\xff\xff"),))
        context.abort(Code.INVALID_ARGUMENT, "no")

    fake.answers["Count"] = count
    with pytest.raises(spanroot.InvalidArgument, match="no"):
        client.count("x")


def after(failures: int, failure: Any, answer: Any) -> Any:
    """An answer after so many failures."""
    left = [failures]

    def reply(_: Any, context: grpc.ServicerContext) -> Any:
        left[0] -= 1
        if left[0] >= 0:
            failure(context)
        return answer

    return reply


def test_a_busy_server_is_tried_again_when_it_says(
    fake: FakeServer, client: spanroot.Client
) -> None:
    fake.answers["Count"] = after(2, lambda c: busy(c, 0.2), pb.CountResponse(occurrences=3))
    begin = time.monotonic()
    assert client.count("x").occurrences == 3
    assert 0.4 <= time.monotonic() - begin < 2.0
    assert len(fake.calls) == 3


def test_attempts_are_bounded(fake: FakeServer, client: spanroot.Client) -> None:
    fake.answers["Count"] = lambda _, context: busy(context, 0.01)
    with pytest.raises(spanroot.Busy, match="64 questions wait already") as caught:
        client.count("x")
    assert caught.value.retry_after == pytest.approx(0.01)
    assert len(fake.calls) == 3


@pytest.mark.parametrize(("timeout", "max_delay"), [(1.0, 30.0), (60.0, 1.0)])
def test_no_wait_beyond_the_deadline_or_the_longest(
    fake: FakeServer, timeout: float, max_delay: float
) -> None:
    fake.answers["Count"] = lambda _, context: busy(context, 2.0)
    begin = time.monotonic()
    retry = spanroot.RetryPolicy(max_delay=max_delay)
    with spanroot.Client(fake.target, timeout=timeout, retry=retry) as client:
        with pytest.raises(spanroot.Busy):
            client.count("x")
    assert time.monotonic() - begin < 0.9
    assert len(fake.calls) == 1


def test_retries_can_be_switched_off(fake: FakeServer) -> None:
    fake.answers["Count"] = lambda _, context: busy(context, 0.01)
    with spanroot.Client(fake.target, retry=None) as client:
        with pytest.raises(spanroot.Busy):
            client.count("x")
    assert len(fake.calls) == 1


def test_a_stream_is_tried_again_until_it_begins(fake: FakeServer, client: spanroot.Client) -> None:
    calls = []

    def stream(_: object, context: grpc.ServicerContext) -> Any:
        calls.append(1)
        if len(calls) > 1:
            yield pb.TraceStreamResponse(spans=pb.SpansPart(corpus="tales"))
        fail(context, Code.UNAVAILABLE, "going down")

    fake.answers["TraceStream"] = stream
    parts = client.trace_stream("x")
    assert next(parts).corpus == "tales"
    with pytest.raises(spanroot.Unavailable, match="going down"):
        next(parts)
    assert len(calls) == 2


def test_nobody_there() -> None:
    retry = spanroot.RetryPolicy(attempts=2, first_delay=0.01)
    with spanroot.Client("127.0.0.1:9", retry=retry) as client:
        with pytest.raises(spanroot.Unavailable, match=r"127\.0\.0\.1:9.*\nDoes .*run there\?"):
            client.count("x")
    with spanroot.Client("127.0.0.1:9", retry=retry) as client:
        with pytest.raises(ConnectionError):
            client.corpora()
