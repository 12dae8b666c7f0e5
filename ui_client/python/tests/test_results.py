"""Messages become dataclasses without loss."""

import dataclasses
import json

import pytest
import samples

import spanroot
from spanroot._convert import ProtoEnum, from_proto
from spanroot.v1 import corpus_pb2, document_pb2, trace_pb2, trace_service_pb2

MESSAGES = {
    **corpus_pb2.DESCRIPTOR.message_types_by_name,
    **document_pb2.DESCRIPTOR.message_types_by_name,
    **trace_pb2.DESCRIPTOR.message_types_by_name,
    **trace_service_pb2.DESCRIPTOR.message_types_by_name,
}
RENAMED = {
    "Count": "CountResponse",
    "SearchPage": "SearchResponse",
    "DocumentPage": "GetDocumentResponse",
}
ADDED = {"Trace": {"corpus", "fingerprint", "complete"}}
"""Beyond the message: what other messages say of it."""
OF_THE_CLIENT = {"BatchResult", "RetryPolicy", "TraceQuery"}

RESULTS = [
    kind
    for name in spanroot.__all__
    if dataclasses.is_dataclass(kind := getattr(spanroot, name)) and name not in OF_THE_CLIENT
]


@pytest.mark.parametrize("kind", RESULTS)
def test_a_result_has_the_fields_of_its_message(kind: type) -> None:
    fields = {field.name for field in dataclasses.fields(kind)}
    message = MESSAGES[RENAMED.get(kind.__name__, kind.__name__)]
    assert fields - ADDED.get(kind.__name__, set()) == set(message.fields_by_name)


@pytest.mark.parametrize("kind", [spanroot.Relevance, spanroot.ClaimKind, spanroot.Profile])
def test_an_enum_has_the_values_of_its_message(kind: type[ProtoEnum]) -> None:
    enums = {**trace_pb2.DESCRIPTOR.enum_types_by_name, **corpus_pb2.DESCRIPTOR.enum_types_by_name}
    values = enums[kind.__name__].values_by_number
    assert {value.value for value in kind} == set(values)
    assert all(values[value.value].name.endswith(value.name) for value in kind)
    assert kind(99).name == "UNSPECIFIED"


@pytest.mark.parametrize("kind", [spanroot.TraceOptions, spanroot.SearchOptions])
def test_options_are_those_of_the_message(kind: type) -> None:
    message = MESSAGES[{"SearchOptions": "SearchRequest"}.get(kind.__name__, kind.__name__)]
    not_options = {"corpus", "phrases", "page_token"}
    assert set(kind.__annotations__) == set(message.fields_by_name) - not_options


def test_values_of_a_trace() -> None:
    trace = from_proto(spanroot.Trace, samples.trace(), corpus="tales")
    (span,) = trace.spans
    (found,) = trace.documents
    assert trace.corpus == "tales"
    assert trace.span_text(span) == samples.SPAN
    assert span.range.begin_byte == span.range.begin_code_point + 1  # é
    assert span.occurrences == 3
    assert span.documents == (0,)
    assert trace.span_level(span) is spanroot.Relevance.MEDIUM
    assert found.document.name == spanroot.DocumentName(1, 17)
    assert found.document.metadata == {"keeper": "Ansel"}
    assert found.document.content_hash == 0x9F0C1E6A2B3D4C55
    assert trace.coverage.share(4) == 0.5
    assert trace.coverage.novelty_share(7) == 0.5
    assert trace.coverage.novelty_share(8) is None
    assert trace.coverage.novelty_share(9) is None
    assert str(trace.claim.kind) == "overlap_only"
    assert "8 words: 1 span, 1 document, longest match 4 words" in repr(trace)
    assert json.dumps(dataclasses.asdict(trace))
    with pytest.raises(ValueError, match=r"\[4, 8, 16, 32\] words, not for 5"):
        trace.coverage.share(5)
    with pytest.raises(dataclasses.FrozenInstanceError):
        trace.text = ""  # type: ignore[misc]


def test_the_level_of_a_span_is_that_of_its_best_document() -> None:
    message = samples.trace()
    worse = message.documents.add()
    worse.CopyFrom(message.documents[0])
    worse.level = trace_pb2.RELEVANCE_LOW
    message.spans[0].documents.append(1)
    message.spans.add()
    trace = from_proto(spanroot.Trace, message)
    assert [trace.span_level(span).name for span in trace.spans] == ["MEDIUM", "UNSPECIFIED"]


def test_parts_of_a_snippet_are_cut_at_bytes() -> None:
    snippet = from_proto(spanroot.Snippet, samples.snippet())
    parts = list(snippet.parts())
    assert [text for text, _ in parts] == ["“Every” child knew when ", samples.SPAN, "."]
    assert [match is None for _, match in parts] == [True, False, True]


def test_a_document_without_metadata_has_an_empty_object() -> None:
    document = from_proto(spanroot.Document, samples.document(metadata_json=""))
    assert document.metadata == {}


def test_a_corpus() -> None:
    corpus = from_proto(spanroot.Corpus, samples.corpus())
    assert corpus.profile is spanroot.Profile.FOLDED
    assert corpus.sources[0].counts.words == 74
    assert corpus.licenses == ()
    assert corpus.input.bad_records == 1
