"""The example notebook runs from its first cell to its last."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from real_server import PACKAGE, REPOSITORY, build_index, serving

nbclient = pytest.importorskip("nbclient")
nbformat = pytest.importorskip("nbformat")
pytest.importorskip("matplotlib")

NOTEBOOK = PACKAGE / "examples" / "compare_models.ipynb"
SAMPLE = REPOSITORY / "datasets" / "sotu" / "sample.txt"


@pytest.fixture
def target(tmp_path: Path) -> Any:
    paragraphs = SAMPLE.read_text().split("\n\n")
    documents = [
        {"id": f"{n}", "text": text, "source": "sotu"} for n, text in enumerate(paragraphs)
    ]
    with serving("--index", f"sample={build_index(documents, tmp_path)}") as target:
        yield target


def run(monkeypatch: pytest.MonkeyPatch, folder: Path, **environment: str) -> dict[str, Any]:
    """The outputs by the ids of the cells."""
    for name in [name for name in os.environ if name.startswith("SPANROOT_")]:
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3").execute(cwd=str(folder))
    return {cell.id: cell.get("outputs") for cell in notebook.cells}


def shown(outputs: Any, kind: str) -> str:
    (data,) = [output["data"] for output in outputs if "data" in output]
    return str(data[kind])


def test_with_its_examples(target: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    outputs = run(monkeypatch, tmp_path, SPANROOT_TARGET=target)
    assert "sample: 2 documents" in outputs["setup"][0]["text"]
    assert "<mark" in shown(outputs["one"], "text/html")
    table = shown(outputs["compare"], "text/plain")
    coverage = dict(re.findall(r"(example/\w+) +(0\.\d+)", table))
    assert float(coverage["example/quotes"]) > 0.5 > float(coverage["example/rewords"])
    assert shown(outputs["plot"], "image/png")
    assert "henceforth not to be considered" in shown(outputs["closest"], "text/html")
    assert "unknown:" in outputs["claim"][0]["text"]


def test_with_a_file_of_answers(
    target: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    answers = [
        {"id": n, "model": model, "prompt": "Hm?", "output": f"{n}: the state of the Union is {n}"}
        for n, model in enumerate(["a", "b", "c", "c", "b", "b"])
    ]
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(map(json.dumps, answers)))
    outputs = run(monkeypatch, tmp_path, SPANROOT_TARGET=target, SPANROOT_ANSWERS=str(file))
    assert shown(outputs["answers"], "text/plain") == "{'b': 3, 'c': 2}"
    assert "0 of 5 answers could not be traced" in str(outputs["all"])


def test_it_is_kept_without_outputs() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert code
    assert not [cell.id for cell in code if cell.outputs or cell.execution_count is not None]
