"""Traces as pandas tables."""

import sys

import pytest
import samples

import spanroot
from spanroot._convert import from_proto
from spanroot.v1 import trace_pb2

pandas = pytest.importorskip("pandas")


@pytest.fixture
def trace() -> spanroot.Trace:
    return from_proto(spanroot.Trace, samples.trace(model="m"), corpus="tales")


def test_spans(trace: spanroot.Trace) -> None:
    (row,) = trace.spans_to_pandas().to_dict("records")
    assert row["text"] == samples.SPAN
    assert (row["words"], row["occurrences"], row["documents"], row["level"]) == (4, 3, 1, "medium")
    assert samples.TEXT[row["begin_code_point"] : row["end_code_point"]] == samples.SPAN


def test_documents(trace: spanroot.Trace) -> None:
    (row,) = trace.documents_to_pandas().to_dict("records")
    assert (row["id"], row["title"], row["license"]) == ("shore", "The <shore>", "CC0-1.0")
    assert (row["relevance"], row["level"], row["spans"]) == (0.5, "medium", 1)
    assert row["snippet"] == samples.SNIPPET


def test_many_traces(trace: spanroot.Trace) -> None:
    failed = spanroot.BatchResult(
        "b", spanroot.TraceQuery("x", model="n"), None, spanroot.NotFound("no such corpus")
    )
    table = spanroot.traces_to_pandas([trace, failed])
    assert list(table["id"]) == ["0", "b"]
    assert list(table["model"]) == ["m", "n"]
    assert table["covered_4"][0] == 0.5
    assert list(table.columns[4:8]) == ["covered_4", "covered_8", "covered_16", "covered_32"]
    assert table["longest_match"][0] == 4
    assert pandas.isna(table["novelty_8"][0])
    assert table["claim"][0] == "overlap_only"
    assert pandas.isna(table["error"][0])
    assert table["error"][1] == "no such corpus"
    assert pandas.isna(table["covered_4"][1])


def test_a_table_of_nothing_has_its_columns() -> None:
    trace = from_proto(spanroot.Trace, trace_pb2.Trace())
    assert "text" in trace.spans_to_pandas().columns
    assert "snippet" in trace.documents_to_pandas().columns
    assert "novelty_8" in spanroot.traces_to_pandas([]).columns


def test_without_pandas(trace: spanroot.Trace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"pip install 'spanroot\[pandas\]'"):
        trace.spans_to_pandas()


def test_without_tqdm(client: spanroot.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    with pytest.raises(ImportError, match=r"pip install 'spanroot\[progress\]'"):
        client.trace_many([], progress=True)
