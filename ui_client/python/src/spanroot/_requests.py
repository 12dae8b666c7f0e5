"""Arguments of the clients' methods to requests. Bad ones are InvalidArgument, as at the server."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, Union

import grpc
from google.protobuf.message import Message

from spanroot.document import Document, DocumentName
from spanroot.errors import InvalidArgument
from spanroot.query import Text
from spanroot.search import SearchHit
from spanroot.trace import TraceDocument
from spanroot.v1 import document_pb2, trace_pb2
from spanroot.v1.trace_service_pb2 import GetDocumentRequest, SearchRequest

M = TypeVar("M", bound=Message)
Phrases = Union[str, Iterable[str]]
WhichDocument = Union[TraceDocument, SearchHit, Document, DocumentName]


def trace_options(options: Mapping[str, Any]) -> trace_pb2.TraceOptions:
    """How a text is traced."""
    return _message(trace_pb2.TraceOptions, "query.options.", options)


def trace_query(
    text: Text, prompt: str, model: str, options: trace_pb2.TraceOptions
) -> trace_pb2.TraceQuery:
    """What is traced, and how."""
    for field, value, kinds in (
        ("text", text, (str, bytes)),
        ("prompt", prompt, (str,)),
        ("model", model, (str,)),
    ):
        if not isinstance(value, kinds):
            expected = " or ".join(kind.__name__ for kind in kinds)
            raise _invalid(f"query.{field}", f"expected {expected}, got {type(value).__name__}")
    query = trace_pb2.TraceQuery(prompt=utf8(prompt), model=utf8(model), options=options)
    if isinstance(text, bytes):
        query.raw_text = text
    else:
        query.text = utf8(text)
    return query


def search(
    phrases: Phrases, page_token: str, corpus: str, options: Mapping[str, Any]
) -> SearchRequest:
    """A page of a search."""
    values = {"phrases": phrases, "page_token": page_token, "corpus": corpus, **options}
    return _message(SearchRequest, "", values)


def document(which: WhichDocument, **values: Any) -> GetDocumentRequest:
    """A page of a document."""
    if isinstance(which, (TraceDocument, SearchHit)):
        which = which.document
    name = which.name if isinstance(which, Document) else which
    message = document_pb2.DocumentName(shard=name.shard, number=name.number)
    return _message(GetDocumentRequest, "", {"name": message, **values})


def utf8(text: str) -> str:
    """The text with U+FFFD for halves of surrogate pairs, which JSON may have and UTF-8 may not."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _message(kind: type[M], where: str, values: Mapping[str, Any]) -> M:
    """A message with these fields. `where` is the path that errors put before a field's name."""
    message = kind()
    for name, value in values.items():
        if name not in kind.DESCRIPTOR.fields_by_name:
            known = ", ".join(kind.DESCRIPTOR.fields_by_name)
            raise TypeError(f"no option {name!r}; there are {known}")
        if name in ("phrases", "sources"):  # one string is a list of one, not of its characters
            value = [utf8(text) for text in ((value,) if isinstance(value, str) else value)]
        try:
            message.MergeFrom(kind(**{name: value}))
        except (TypeError, ValueError) as error:
            raise _invalid(where + name, f"got {value!r}: {error}") from None
    return message


def _invalid(field: str, what: str) -> InvalidArgument:
    error = InvalidArgument(f"{field}: {what}", grpc.StatusCode.INVALID_ARGUMENT)
    error.fields = {field: what}
    return error
