"""Runs the spanroot program: builds an index, serves it."""

import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

PACKAGE = Path(__file__).resolve().parent.parent
REPOSITORY = PACKAGE.parent.parent
PROGRAM = Path(
    os.environ.get("SPANROOT_SERVER", REPOSITORY / "build" / "release" / "bin" / "spanroot")
)


def build_index(documents: list[dict[str, Any]], folder: Path, *options: str) -> Path:
    """An index of documents; skips the test where the program is not built."""
    if not PROGRAM.exists():
        pytest.skip(f"{PROGRAM} not found; SPANROOT_SERVER names another")
    folder.mkdir(parents=True, exist_ok=True)
    corpus, index = folder / "corpus.jsonl", folder / "index"
    corpus.write_text("".join(json.dumps(document) + "\n" for document in documents))
    subprocess.run(
        [PROGRAM, "index", corpus, "--out", index, *options], check=True, capture_output=True
    )
    return index


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """Serves on a free port; gives the gRPC address."""
    with serving_both(*arguments) as addresses:
        yield addresses["grpc"]


@contextmanager
def serving_both(*arguments: str) -> Iterator[dict[str, str]]:
    """Serves on two free ports; gives the addresses for "grpc" and "http"."""
    command = [str(PROGRAM), "serve", "--grpc", "127.0.0.1:0", "--http", "127.0.0.1:0", *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        line = server.stdout.readline()
        assert line, server.stderr.read()
        try:
            yield json.loads(line)
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=20)
    assert server.returncode == 0
