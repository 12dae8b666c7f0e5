"""The client for programs that use asyncio: `Client` with methods to await and to iterate over."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from typing import (
    TYPE_CHECKING,
    Any,
    Optional,
    Union,
)

import grpc
import grpc.aio

from spanroot import _progress, _requests
from spanroot._base import BaseClient
from spanroot._batch_stream import AsyncBatch, Item
from spanroot._convert import from_proto
from spanroot._requests import Phrases, WhichDocument
from spanroot._stream import StreamedTrace
from spanroot.batch import BatchResult
from spanroot.corpus import Corpus
from spanroot.document import DocumentPage
from spanroot.errors import LimitExceeded, Unavailable
from spanroot.query import SearchOptions, Text, TraceOptions
from spanroot.search import Count, SearchHit, SearchPage
from spanroot.trace import Trace
from spanroot.v1 import trace_service_pb2 as pb

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack


class AsyncClient(BaseClient):
    """Asks a spanroot server. Arguments, results and exceptions are those of `Client`.

        async with spanroot.AsyncClient("localhost:50051") as client:
            await client.trace("the dogmas of the quiet past")

    To be made and used in one event loop.
    """

    _grpc = grpc.aio

    async def close(self) -> None:
        """Ends all calls and the connection."""
        await self._channel.close()

    async def __aenter__(self) -> "Self":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def trace(
        self,
        text: Text,
        *,
        prompt: str = "",
        model: str = "",
        corpus: str = "",
        timeout: Optional[float] = None,
        **options: "Unpack[TraceOptions]",
    ) -> Trace:
        """Traces a text; see `Client.trace`."""
        query = _requests.trace_query(text, prompt, model, _requests.trace_options(options))
        answer = await self._call("Trace", pb.TraceRequest(corpus=corpus, query=query), timeout)
        return from_proto(Trace, answer.trace, corpus=answer.corpus, fingerprint=answer.fingerprint)

    def trace_stream(
        self,
        text: Text,
        *,
        prompt: str = "",
        model: str = "",
        corpus: str = "",
        timeout: Optional[float] = None,
        **options: "Unpack[TraceOptions]",
    ) -> AsyncIterator[Trace]:
        """Traces a text and gives what is known as soon as it is; see `Client.trace_stream`."""
        query = _requests.trace_query(text, prompt, model, _requests.trace_options(options))
        return self._stream(pb.TraceStreamRequest(corpus=corpus, query=query), timeout)

    def trace_many(
        self,
        texts: Union[Iterable[Item], AsyncIterable[Item]],
        *,
        prompt: str = "",
        model: str = "",
        corpus: str = "",
        progress: bool = False,
        timeout: Optional[float] = None,
        **options: "Unpack[TraceOptions]",
    ) -> AsyncIterator[BatchResult]:
        """Traces many texts and gives their results in order; see `Client.trace_many`."""
        batch = AsyncBatch(texts, prompt, model, corpus, _requests.trace_options(options))
        return self._batch(batch, _progress.bar(progress, texts), timeout)

    async def count(
        self,
        phrase: str,
        *,
        corpus: str = "",
        timeout: Optional[float] = None,
    ) -> Count:
        """How often a phrase occurs in a corpus; exact."""
        request = pb.CountRequest(corpus=corpus, phrase=_requests.utf8(phrase))
        return from_proto(Count, await self._call("Count", request, timeout))

    async def search(
        self,
        phrases: Phrases,
        *,
        page_token: str = "",
        corpus: str = "",
        timeout: Optional[float] = None,
        **options: "Unpack[SearchOptions]",
    ) -> SearchPage:
        """A page of the documents that hold phrases; see `Client.search`."""
        request = _requests.search(phrases, page_token, corpus, options)
        return from_proto(SearchPage, await self._call("Search", request, timeout))

    async def search_hits(
        self,
        phrases: Phrases,
        *,
        corpus: str = "",
        timeout: Optional[float] = None,
        **options: "Unpack[SearchOptions]",
    ) -> AsyncIterator[SearchHit]:
        """All documents that hold phrases; see `Client.search_hits`."""
        token = ""
        while True:
            page = await self.search(
                phrases, page_token=token, corpus=corpus, timeout=timeout, **options
            )
            for hit in page.hits:
                yield hit
            token = page.next_page_token
            if not token:
                return

    async def document(
        self,
        which: WhichDocument,
        *,
        begin_byte: int = 0,
        page_size_bytes: int = 0,
        redact_emails: bool = False,
        fingerprint: str = "",
        corpus: str = "",
        timeout: Optional[float] = None,
    ) -> DocumentPage:
        """A document and a page of its text; see `Client.document`."""
        request = _requests.document(
            which,
            begin_byte=begin_byte,
            page_size_bytes=page_size_bytes,
            redact_emails=redact_emails,
            fingerprint=fingerprint,
            corpus=corpus,
        )
        return from_proto(DocumentPage, await self._call("GetDocument", request, timeout))

    async def document_text(
        self,
        which: WhichDocument,
        *,
        redact_emails: bool = False,
        fingerprint: str = "",
        corpus: str = "",
        timeout: Optional[float] = None,
    ) -> str:
        """The whole text of a document, page by page."""
        pages, begin, size = [], 0, 1
        while begin < size:
            page = await self.document(
                which,
                begin_byte=begin,
                page_size_bytes=1 << 20,
                redact_emails=redact_emails,
                fingerprint=fingerprint,
                corpus=corpus,
                timeout=timeout,
            )
            pages.append(page.text)
            begin, size = page.next_begin_byte, page.document.size_bytes
        return "".join(pages)

    async def corpus(
        self,
        name: str = "",
        *,
        timeout: Optional[float] = None,
    ) -> Corpus:
        """A corpus: its size, its sources and licences."""
        answer = await self._call("GetCorpus", pb.GetCorpusRequest(corpus=name), timeout)
        return from_proto(Corpus, answer.corpus)

    async def corpora(
        self,
        *,
        timeout: Optional[float] = None,
    ) -> tuple[Corpus, ...]:
        """All corpora that the server has, in order of name."""
        answer = await self._call("ListCorpora", pb.ListCorporaRequest(), timeout)
        return tuple(from_proto(Corpus, corpus) for corpus in answer.corpora)

    async def _call(self, method: str, request: Any, timeout: Optional[float]) -> Any:
        attempts = self._attempts(timeout)
        while True:
            try:
                return await getattr(self._stub, method)(
                    request, timeout=attempts.timeout(), metadata=self._metadata
                )
            except grpc.RpcError as error:
                failure = self._error(error)
            await asyncio.sleep(attempts.delay_after(failure))

    async def _stream(
        self,
        request: pb.TraceStreamRequest,
        timeout: Optional[float],
    ) -> AsyncIterator[Trace]:
        attempts = self._attempts(timeout)
        streamed = StreamedTrace()
        while True:
            call = self._stub.TraceStream(
                request, timeout=attempts.timeout(), metadata=self._metadata
            )
            try:
                async for part in call:
                    yield streamed.add(part)
                streamed.finish()
                return
            except grpc.RpcError as error:
                failure = self._error(error)
            finally:
                call.cancel()
            if streamed.begun:
                raise failure
            await asyncio.sleep(attempts.delay_after(failure))

    async def _batch(
        self,
        batch: AsyncBatch,
        bar: Any,
        timeout: Optional[float],
    ) -> AsyncIterator[BatchResult]:
        attempts = self._attempts_of_batch(timeout)
        try:
            while True:
                call = self._stub.TraceBatch(
                    batch.requests(), timeout=attempts.timeout(), metadata=self._metadata
                )
                try:
                    async for response in call:
                        attempts.succeeded()
                        bar.update()
                        yield batch.answer(response)
                    if batch.finish():
                        return
                    continue
                except grpc.aio.AioRpcError as error:
                    failure = self._error(error)
                    if _hides_status(error):
                        failure = Unavailable(f"{self.target}: the stream broke off", failure.code)
                        batch.narrow()
                finally:
                    call.cancel()
                if isinstance(failure, LimitExceeded):
                    for result in batch.over_limit(failure):
                        yield result
                else:
                    await asyncio.sleep(attempts.delay_after(failure))
        finally:
            batch.close()
            bar.close()


def _hides_status(error: grpc.aio.AioRpcError) -> bool:
    # github.com/grpc/grpc/issues/36066: when a write fails because the server has ended the stream,
    # grpc.aio may put this in place of what the server said. With one text there is no such write.
    return (
        error.code() == grpc.StatusCode.INTERNAL and error.details() == "Internal error from Core"
    )
