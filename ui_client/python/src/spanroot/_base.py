"""What both clients have in common: how they reach the server, and how long they try."""

import math
import os
import warnings
from typing import Any, Optional, Union

import grpc

from spanroot import errors
from spanroot._retry import Attempts, RetryPolicy
from spanroot.v1.trace_service_pb2_grpc import TraceServiceStub

Path = Union[str, "os.PathLike[str]"]

# A trace of a long text with all its spans exceeds gRPC's 4 MiB.
_MAX_MESSAGE_BYTES = 1 << 28
_LOCAL = ("localhost:", "127.", "[::1]", "unix:", "unix-abstract:")


class BaseClient:
    """A connection to a spanroot server."""

    _grpc: Any
    """The module that makes channels."""

    def __init__(
        self,
        target: str,
        *,
        token: Optional[str] = None,
        tls: bool = False,
        ca: Optional[Path] = None,
        certificate: Optional[Path] = None,
        key: Optional[Path] = None,
        server_name: Optional[str] = None,
        timeout: float = 60.0,
        retry: Optional[RetryPolicy] = RetryPolicy(),  # noqa: B008 (frozen)
    ) -> None:
        """Makes a connection; nothing is sent before the first question.

        Args:
            target: The server, as "HOST:PORT" or "unix:PATH".
            token: The bearer token, if the server wants one.
            tls: Encrypts; so does any of the next three.
            ca: PEM file of the authorities that may have signed the server's certificate; None:
                those that gRPC knows.
            certificate: PEM file of the client's own certificate, if the server wants one.
            key: PEM file of its key.
            server_name: The name in the server's certificate, if it is not the host.
            timeout: Seconds for a question.
            retry: How often to try again when the server is busy or away; None: never.
        """
        self.target = target
        """The server."""
        self._metadata = _metadata(token)
        self._timeout = timeout
        self._retry = retry
        options: list[tuple[str, Any]] = [
            ("grpc.max_receive_message_length", _MAX_MESSAGE_BYTES),
            ("grpc.max_send_message_length", _MAX_MESSAGE_BYTES),
        ]
        if server_name is not None:
            options.append(("grpc.ssl_target_name_override", server_name))
        if tls or ca or certificate or key:
            credentials = _credentials(ca, certificate, key)
            self._channel = self._grpc.secure_channel(target, credentials, options=options)
        else:
            if token is not None and not target.startswith(_LOCAL):
                warnings.warn(
                    f"the token goes to {target} unencrypted; use tls=True or ca=FILE", stacklevel=2
                )
            self._channel = self._grpc.insecure_channel(target, options=options)
        self._stub: Any = TraceServiceStub(self._channel)  # type: ignore[no-untyped-call]

    def __repr__(self) -> str:
        """Without the token."""
        return f"{type(self).__name__}({self.target!r})"

    def _attempts(self, timeout: Optional[float]) -> Attempts:
        return Attempts(self._retry, self._timeout if timeout is None else timeout)

    def _attempts_of_batch(self, timeout: Optional[float]) -> Attempts:
        return Attempts(self._retry, math.inf if timeout is None else timeout)

    def _error(self, error: Any) -> errors.SpanrootError:
        return errors.from_rpc_error(error, self.target)


def _metadata(token: Optional[str]) -> tuple[tuple[str, str], ...]:
    if token is None:
        return ()
    token = token.strip()
    if not token or not token.isascii() or not token.isprintable():
        raise ValueError("token: expected printable ASCII, as in the server's file of tokens")
    return (("authorization", f"Bearer {token}"),)


def _credentials(
    ca: Optional[Path], certificate: Optional[Path], key: Optional[Path]
) -> grpc.ChannelCredentials:
    if (certificate is None) != (key is None):
        raise ValueError("certificate and key: expected both or neither")
    return grpc.ssl_channel_credentials(_read(ca), _read(key), _read(certificate))


def _read(path: Optional[Path]) -> Optional[bytes]:
    if path is None:
        return None
    with open(path, "rb") as file:
        return file.read()
