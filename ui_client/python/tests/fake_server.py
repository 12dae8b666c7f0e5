"""A server whose answers each test writes, for what a real one cannot be made to do."""

from collections.abc import Iterator
from concurrent import futures
from contextlib import contextmanager
from typing import Any, Callable, Optional

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc.error_details_pb2 import RetryInfo
from google.rpc.status_pb2 import Status

from spanroot.v1.trace_service_pb2_grpc import (
    TraceServiceServicer,
    add_TraceServiceServicer_to_server,
)

METHODS = (
    *("Trace", "TraceStream", "TraceBatch"),
    *("Count", "Search", "GetDocument", "GetCorpus", "ListCorpora"),
)


class FakeServer(TraceServiceServicer):
    """`answers[METHOD]` is called with request and context; `calls` lists what came."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[..., Any]] = {}
        self.calls: list[tuple[str, Any, dict[str, Any]]] = []
        self.target = ""
        for method in METHODS:
            setattr(self, method, self._method(method))

    def _method(self, name: str) -> Callable[[Any, grpc.ServicerContext], Any]:
        def answer(request: Any, context: grpc.ServicerContext) -> Any:
            self.calls.append((name, request, dict(context.invocation_metadata())))
            return self.answers[name](request, context)

        return answer


@contextmanager
def running(credentials: Optional[grpc.ServerCredentials] = None) -> Iterator[FakeServer]:
    """A fake server on a free port."""
    fake = FakeServer()
    server = grpc.server(
        futures.ThreadPoolExecutor(8), options=[("grpc.max_receive_message_length", 1 << 20)]
    )
    add_TraceServiceServicer_to_server(fake, server)  # type: ignore[no-untyped-call]
    if credentials is None:
        port = server.add_insecure_port("127.0.0.1:0")
    else:
        port = server.add_secure_port("127.0.0.1:0", credentials)
    fake.target = f"127.0.0.1:{port}"
    server.start()
    try:
        yield fake
    finally:
        server.stop(None).wait()


def fail(
    context: grpc.ServicerContext, code: grpc.StatusCode, message: str, *details: Message
) -> None:
    """Ends a call with google.rpc.Status, as the real server does."""
    status = Status(code=code.value[0], message=message)
    for detail in details:
        packed = AnyMessage()
        packed.Pack(detail)
        status.details.append(packed)
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(code, message)


def busy(context: grpc.ServicerContext, seconds: float) -> None:
    """Asks to be tried again."""
    delay = Duration(nanos=int(seconds * 1e9) % 10**9, seconds=int(seconds))
    info = RetryInfo(retry_delay=delay)
    fail(context, grpc.StatusCode.RESOURCE_EXHAUSTED, "64 questions wait already", info)
