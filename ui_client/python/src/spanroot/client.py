"""The client for notebooks and scripts."""

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Optional

import grpc

from spanroot import _progress, _requests
from spanroot._base import BaseClient
from spanroot._batch_stream import Item, SyncBatch
from spanroot._convert import from_proto
from spanroot._requests import Phrases, WhichDocument
from spanroot._stream import StreamedTrace
from spanroot.batch import BatchResult
from spanroot.corpus import Corpus
from spanroot.document import DocumentPage
from spanroot.errors import LimitExceeded
from spanroot.query import SearchOptions, Text, TraceOptions
from spanroot.search import Count, SearchHit, SearchPage
from spanroot.trace import Trace
from spanroot.v1 import trace_service_pb2 as pb

if TYPE_CHECKING:
    from typing_extensions import Self, Unpack


class Client(BaseClient):
    """Asks a spanroot server.

        with spanroot.Client("localhost:50051") as client:
            client.trace("the dogmas of the quiet past", model="allenai/OLMo-2-1124-7B")

    Its methods may be called from several threads at once and raise the exceptions of
    `spanroot.errors`. In all of them `corpus` is the name of a corpus and may be left out if the
    server has one only; `timeout` is in seconds, for the question with all that is tried again
    (None: the client's; `math.inf`: no end).
    """

    _grpc = grpc

    def close(self) -> None:
        """Ends all calls and the connection."""
        self._channel.close()

    def __enter__(self) -> "Self":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def trace(
        self,
        text: Text,
        *,
        prompt: str = "",
        model: str = "",
        corpus: str = "",
        timeout: Optional[float] = None,
        **options: "Unpack[TraceOptions]",
    ) -> Trace:
        """Traces a text to the documents of a corpus.

        Args:
            text: The text; bytes if it may not be UTF-8.
            prompt: The prompt it answers. Not traced, but counts for the relevance of documents.
            model: The model that wrote it, for the claim, such as "allenai/OLMo-2-1124-7B".
            corpus: Name of the corpus.
            timeout: Seconds.
            **options: How; see `TraceOptions`.
        """
        query = _requests.trace_query(text, prompt, model, _requests.trace_options(options))
        answer = self._call("Trace", pb.TraceRequest(corpus=corpus, query=query), timeout)
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
    ) -> Iterator[Trace]:
        """Traces a text and gives what is known as soon as it is.

        Each trace has what those before it had, and more; the first has no documents, only the last
        is `complete`. Arguments as of `trace`.
        """
        query = _requests.trace_query(text, prompt, model, _requests.trace_options(options))
        return self._stream(pb.TraceStreamRequest(corpus=corpus, query=query), timeout)

    def trace_many(
        self,
        texts: Iterable[Item],
        *,
        prompt: str = "",
        model: str = "",
        corpus: str = "",
        progress: bool = False,
        timeout: Optional[float] = None,
        **options: "Unpack[TraceOptions]",
    ) -> Iterator[BatchResult]:
        """Traces many texts and gives their results in order, each as soon as it is there.

        A text that cannot be traced has an error as its result and ends nothing. When the server is
        away for a while, the texts without an answer are sent anew.

        Args:
            texts: Texts, or `TraceQuery`s with prompt, model and id of their own. Taken as they are
                needed, in another thread.
            prompt: Of the texts without one of their own.
            model: Of the texts without one of their own.
            corpus: Name of the corpus.
            progress: Shows a progress bar. Needs tqdm.
            timeout: Seconds for all texts; None: no end.
            **options: How; see `TraceOptions`.
        """
        batch = SyncBatch(texts, prompt, model, corpus, _requests.trace_options(options))
        return self._batch(batch, _progress.bar(progress, texts), timeout)

    def count(self, phrase: str, *, corpus: str = "", timeout: Optional[float] = None) -> Count:
        """How often a phrase occurs in a corpus; exact."""
        request = pb.CountRequest(corpus=corpus, phrase=_requests.utf8(phrase))
        return from_proto(Count, self._call("Count", request, timeout))

    def search(
        self,
        phrases: Phrases,
        *,
        page_token: str = "",
        corpus: str = "",
        timeout: Optional[float] = None,
        **options: "Unpack[SearchOptions]",
    ) -> SearchPage:
        """A page of the documents that hold phrases, most matches first.

        Args:
            phrases: A phrase, or up to 16.
            page_token: `next_page_token` of the page before, of the same search; empty: the first.
            corpus: Name of the corpus.
            timeout: Seconds.
            **options: How; see `SearchOptions`.
        """
        request = _requests.search(phrases, page_token, corpus, options)
        return from_proto(SearchPage, self._call("Search", request, timeout))

    def search_hits(
        self,
        phrases: Phrases,
        *,
        corpus: str = "",
        timeout: Optional[float] = None,
        **options: "Unpack[SearchOptions]",
    ) -> Iterator[SearchHit]:
        """All documents that hold phrases; pages are asked for as they are needed.

        Arguments as of `search`; `timeout` is for a page.
        """
        token = ""
        while True:
            page = self.search(phrases, page_token=token, corpus=corpus, timeout=timeout, **options)
            yield from page.hits
            token = page.next_page_token
            if not token:
                return

    def document(
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
        """A document and a page of its text.

        Args:
            which: A document of a trace or a search, or the name of one.
            begin_byte: Where the page begins; moved back to where a character begins.
            page_size_bytes: Bytes of the page, at most 1048576; 0: 65536.
            redact_emails: E-mail addresses become "*".
            fingerprint: Of the corpus that the name is from; empty: not checked.
            corpus: Name of the corpus.
            timeout: Seconds.
        """
        request = _requests.document(
            which,
            begin_byte=begin_byte,
            page_size_bytes=page_size_bytes,
            redact_emails=redact_emails,
            fingerprint=fingerprint,
            corpus=corpus,
        )
        return from_proto(DocumentPage, self._call("GetDocument", request, timeout))

    def document_text(
        self,
        which: WhichDocument,
        *,
        redact_emails: bool = False,
        fingerprint: str = "",
        corpus: str = "",
        timeout: Optional[float] = None,
    ) -> str:
        """The whole text of a document, page by page. Arguments as of `document`."""
        pages, begin, size = [], 0, 1
        while begin < size:
            page = self.document(
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

    def corpus(self, name: str = "", *, timeout: Optional[float] = None) -> Corpus:
        """A corpus: its size, its sources and licences."""
        answer = self._call("GetCorpus", pb.GetCorpusRequest(corpus=name), timeout)
        return from_proto(Corpus, answer.corpus)

    def corpora(self, *, timeout: Optional[float] = None) -> tuple[Corpus, ...]:
        """All corpora that the server has, in order of name."""
        answer = self._call("ListCorpora", pb.ListCorporaRequest(), timeout)
        return tuple(from_proto(Corpus, corpus) for corpus in answer.corpora)

    def _call(self, method: str, request: Any, timeout: Optional[float]) -> Any:
        attempts = self._attempts(timeout)
        while True:
            try:
                return getattr(self._stub, method)(
                    request, timeout=attempts.timeout(), metadata=self._metadata
                )
            except grpc.RpcError as error:
                failure = self._error(error)
            time.sleep(attempts.delay_after(failure))

    def _stream(self, request: pb.TraceStreamRequest, timeout: Optional[float]) -> Iterator[Trace]:
        attempts = self._attempts(timeout)
        streamed = StreamedTrace()
        while True:
            call = self._stub.TraceStream(
                request, timeout=attempts.timeout(), metadata=self._metadata
            )
            try:
                for part in call:
                    yield streamed.add(part)
                streamed.finish()
                return
            except grpc.RpcError as error:
                failure = self._error(error)
            finally:
                call.cancel()
            if streamed.begun:
                raise failure
            time.sleep(attempts.delay_after(failure))

    def _batch(self, batch: SyncBatch, bar: Any, timeout: Optional[float]) -> Iterator[BatchResult]:
        attempts = self._attempts_of_batch(timeout)
        try:
            while True:
                call = self._stub.TraceBatch(
                    batch.requests(), timeout=attempts.timeout(), metadata=self._metadata
                )
                try:
                    for response in call:
                        attempts.succeeded()
                        bar.update()
                        yield batch.answer(response)
                    if batch.finish():
                        return
                    continue
                except grpc.RpcError as error:
                    failure = self._error(error)
                finally:
                    call.cancel()
                if isinstance(failure, LimitExceeded):
                    yield from batch.over_limit(failure)
                else:
                    time.sleep(attempts.delay_after(failure))
        finally:
            bar.close()
