"""The texts of a batch: which are on their way, and which are sent anew when the stream breaks.

The server answers in order. A stream that broke is followed by another, which begins with the texts
without an answer and then goes on taking new ones.
"""

import asyncio
import threading
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator
from typing import Any, Optional, Union

from spanroot import _requests
from spanroot._convert import from_proto
from spanroot.batch import BatchResult
from spanroot.errors import LimitExceeded, SpanrootError, Unavailable, from_code
from spanroot.query import Text, TraceQuery
from spanroot.trace import Trace
from spanroot.v1.trace_pb2 import TraceOptions
from spanroot.v1.trace_service_pb2 import TraceBatchRequest, TraceBatchResponse

Item = Union[Text, TraceQuery]


class Batch:
    """The texts without an answer, by their number from 0."""

    def __init__(self, prompt: str, model: str, corpus: str, options: TraceOptions) -> None:
        self._prompt, self._model, self._corpus, self._options = prompt, model, corpus, options
        self._queries: dict[int, TraceQuery] = {}
        self._requests: dict[int, TraceBatchRequest] = {}
        self._taken = 0
        self._answered = 0
        self._ended = False
        self._failure: Optional[Exception] = None
        self._stream = 0
        self._stream_begin = 0
        self._alone = False

    def answer(self, response: TraceBatchResponse) -> BatchResult:
        """The result for the next text in order."""
        request = self._requests.get(self._answered)
        if request is None or request.id != response.id:
            raise SpanrootError(f"the server answered {response.id!r}, which is not next in order")
        if response.WhichOneof("result") == "trace":
            return self._result(
                from_proto(
                    Trace, response.trace, corpus=response.corpus, fingerprint=response.fingerprint
                ),
                None,
            )
        return self._result(None, from_code(response.error.code, response.error.message))

    def over_limit(self, error: LimitExceeded) -> list[BatchResult]:
        """What to give after a stream that broke off over a limit of the server.

        The limit may be on the texts of a stream, then the next one goes on. If nothing was
        answered, the next stream has one text alone, and if it is too long, that is its result.
        """
        at_fault = self._alone and self._answered == self._stream_begin
        self.narrow()
        return [self._result(None, error)] if at_fault else []

    def narrow(self) -> None:
        """After a stream that broke off: if nothing was answered, the next one has one text."""
        self._alone = self._answered == self._stream_begin

    def finish(self) -> bool:
        """After a stream that ended well: whether all is done. Raises what the texts raised."""
        alone, self._alone = self._alone and self._answered > self._stream_begin, False
        if self._requests:
            if not alone:
                raise Unavailable(f"the stream ended with {len(self._requests)} texts unanswered")
            return False
        if self._failure is not None:
            raise self._failure
        return self._ended

    def _begin(self) -> int:
        self._stream += 1
        self._stream_begin = self._answered
        return self._stream

    def _may_send(self, stream: int, number: int) -> bool:
        return stream == self._stream and not (self._alone and number > self._stream_begin)

    def _add(self, item: Item) -> None:
        query = item if isinstance(item, TraceQuery) else TraceQuery(item)
        prompt, model = query.prompt or self._prompt, query.model or self._model
        self._requests[self._taken] = TraceBatchRequest(
            id=_requests.utf8(query.id) or str(self._taken),
            corpus=self._corpus,
            query=_requests.trace_query(query.text, prompt, model, self._options),
        )
        self._queries[self._taken] = query
        self._taken += 1

    def _end(self, failure: Optional[Exception]) -> None:
        self._ended, self._failure = True, failure

    def _result(self, trace: Optional[Trace], error: Optional[SpanrootError]) -> BatchResult:
        request, query = self._requests.pop(self._answered), self._queries.pop(self._answered)
        self._answered += 1
        return BatchResult(request.id, query, trace, error)


class SyncBatch(Batch):
    """Takes the texts in the thread in which gRPC sends them."""

    def __init__(self, items: Iterable[Item], *common: Any) -> None:
        super().__init__(*common)
        self._items = iter(items)
        self._taking = threading.Lock()

    def requests(self) -> Iterator[TraceBatchRequest]:
        """The requests of a new stream. The stream before it gets no more."""
        return self._send(self._begin(), self._answered)

    def _send(self, stream: int, number: int) -> Iterator[TraceBatchRequest]:
        while True:
            # The thread of a broken stream may still be waiting for a text here.
            with self._taking:
                if not self._may_send(stream, number):
                    return
                if number == self._taken and not self._ended:
                    self._take()
                if number == self._taken:
                    return
                request = self._requests[number]
            yield request
            number += 1

    def _take(self) -> None:
        try:
            self._add(next(self._items))
        except StopIteration:
            self._end(None)
        except Exception as error:  # the caller's own; `finish` raises it in the caller's thread
            self._end(error)


class AsyncBatch(Batch):
    """Takes the texts in the event loop."""

    def __init__(self, items: Union[Iterable[Item], AsyncIterable[Item]], *common: Any) -> None:
        super().__init__(*common)
        self._items = items.__aiter__() if isinstance(items, AsyncIterable) else _aiter(items)
        self._taking: Optional[asyncio.Task[None]] = None

    def requests(self) -> AsyncIterator[TraceBatchRequest]:
        """The requests of a new stream. The stream before it gets no more."""
        return self._send(self._begin(), self._answered)

    def close(self) -> None:
        """Waits for no more texts."""
        if self._taking is not None:
            self._taking.cancel()

    async def _send(self, stream: int, number: int) -> AsyncIterator[TraceBatchRequest]:
        while self._may_send(stream, number):
            if number < self._taken:
                yield self._requests[number]
                number += 1
            elif self._ended:
                return
            else:
                await self._take()

    async def _take(self) -> None:
        # The sender of a broken stream may still wait here, or be cancelled: the text that it waits
        # for is for the next one.
        if self._taking is None:
            self._taking = asyncio.ensure_future(self._next())
        await asyncio.shield(self._taking)

    async def _next(self) -> None:
        try:
            self._add(await self._items.__anext__())
        except StopAsyncIteration:
            self._end(None)
        except Exception as error:  # the caller's own; `finish` raises it
            self._end(error)
        finally:
            self._taking = None


async def _aiter(items: Iterable[Item]) -> AsyncIterator[Item]:
    for item in items:
        yield item
