"""What can go wrong, as exceptions that say what to do."""

from collections.abc import Mapping
from typing import Any, Optional

import grpc
from google.protobuf.message import DecodeError
from google.rpc.error_details_pb2 import BadRequest, RetryInfo
from google.rpc.status_pb2 import Status


class SpanrootError(Exception):
    """Something went wrong at the server or on the way. Its subclasses say what."""

    hint = ""
    """What to do."""
    retry_after: Optional[float] = None
    """Seconds after which the server asks to be tried again; None if it does not."""

    def __init__(self, message: str = "", code: grpc.StatusCode = grpc.StatusCode.UNKNOWN) -> None:
        """Made by the client."""
        super().__init__(message)
        self.message = message
        """What the server said."""
        self.code = code
        """The gRPC status."""

    def __str__(self) -> str:
        """What went wrong and what to do."""
        return f"{self.message or self.code.value[1]}\n{self.hint}".strip()


class InvalidArgument(SpanrootError, ValueError):
    """The request is at fault; `fields` says where."""

    fields: Mapping[str, str] = {}
    """What is wrong, by the name of the field, such as "query.options.density"."""

    def __str__(self) -> str:
        """The message and every field at fault that it does not name."""
        lines = [f"{field}: {what}" for field, what in self.fields.items()]
        return "\n".join([self.message, *(line for line in lines if line not in self.message)])


class NotFound(SpanrootError):
    """The server has no such corpus or document."""

    hint = "Client.corpora() lists the corpora; names of documents are good for one index only."


class FailedPrecondition(SpanrootError):
    """The corpus was replaced since the name of a document or a page token was given out."""

    hint = "Trace or search again: names of documents and page tokens end with their index."


class Busy(SpanrootError):
    """The server has too much to do at the moment."""

    hint = "Try again later, with fewer calls at once, or with more Client(retry=...) attempts."


class LimitExceeded(SpanrootError):
    """The request is over a limit of the server."""

    hint = "Send a shorter text, or raise the limit at the server."


class Unauthenticated(SpanrootError):
    """The server wants a token and got none that it knows."""

    hint = "Give a token of this server: Client(..., token=...)."


class PermissionDenied(SpanrootError):
    """The token may not do this."""

    hint = "Ask whoever runs the server for a token that may."


class DeadlineExceeded(SpanrootError, TimeoutError):
    """The answer did not come in time."""

    hint = "Give it longer, timeout=SECONDS, or ask for less."


class Unavailable(SpanrootError, ConnectionError):
    """The server cannot be reached, or broke off."""

    hint = (
        "Does `spanroot serve --grpc HOST:PORT` run there? A server with TLS needs Client(..., "
        "tls=True), or ca=FILE if its certificate is signed by an authority of your own."
    )


_KINDS: dict[grpc.StatusCode, Any] = {
    grpc.StatusCode.INVALID_ARGUMENT: InvalidArgument,
    grpc.StatusCode.OUT_OF_RANGE: InvalidArgument,
    grpc.StatusCode.NOT_FOUND: NotFound,
    grpc.StatusCode.FAILED_PRECONDITION: FailedPrecondition,
    grpc.StatusCode.RESOURCE_EXHAUSTED: LimitExceeded,
    grpc.StatusCode.UNAUTHENTICATED: Unauthenticated,
    grpc.StatusCode.PERMISSION_DENIED: PermissionDenied,
    grpc.StatusCode.DEADLINE_EXCEEDED: DeadlineExceeded,
    # From the server: it stops, or has waited too long for this client to read or send.
    grpc.StatusCode.CANCELLED: Unavailable,
    grpc.StatusCode.UNAVAILABLE: Unavailable,
}
_CODES = {code.value[0]: code for code in grpc.StatusCode}


def from_code(code: int, message: str) -> SpanrootError:
    """The exception for a code of google.rpc.Code."""
    status = _CODES.get(code, grpc.StatusCode.UNKNOWN)
    error: SpanrootError = _KINDS.get(status, SpanrootError)(message, status)
    return error


def from_rpc_error(error: Any, target: str) -> SpanrootError:
    """The exception for a call that failed, with the details that the server gave."""
    code, message = error.code(), error.details() or ""
    violations, retry_info = BadRequest(), RetryInfo()
    for detail in _status(error).details:
        detail.Unpack(violations)
        detail.Unpack(retry_info)
    retry_after = (
        retry_info.retry_delay.ToTimedelta().total_seconds()
        if retry_info.HasField("retry_delay")
        else None
    )
    if code == grpc.StatusCode.RESOURCE_EXHAUSTED and retry_after is not None:
        result: SpanrootError = Busy(message, code)
    else:
        result = from_code(code.value[0], message)
    result.retry_after = retry_after
    if isinstance(result, InvalidArgument):
        result.fields = {v.field: v.description for v in violations.field_violations}
    if isinstance(result, (Unavailable, DeadlineExceeded)):
        result.message = f"{target}: {message}"
    return result


def _status(error: Any) -> Status:
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            try:
                return Status.FromString(value)
            except DecodeError:
                break
    return Status()
