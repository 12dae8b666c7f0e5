"""What is built can be installed anywhere: it holds the generated modules."""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from real_server import PACKAGE, REPOSITORY

pytest.importorskip("hatchling")
pytest.importorskip("grpc_tools")

GENERATED = {
    *(f"{name}_pb2.py" for name in ("corpus", "document", "trace", "trace_service")),
    *(f"{name}_pb2.pyi" for name in ("corpus", "document", "trace", "trace_service")),
    "trace_service_pb2_grpc.py",
}


def build(folder: Path, target: str) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    (built,) = (folder / "dist").glob("*.whl" if target == "wheel" else "*.tar.gz")
    return built


def assert_whole(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"spanroot/v1/{name}" for name in GENERATED} <= names
    assert {"spanroot/py.typed", "spanroot/client.py", "spanroot/v1/__init__.py"} <= names
    assert not [name for name in names if name.startswith(("tests", "examples"))]


def test_wheel_from_a_clone_and_from_a_source_distribution(tmp_path: Path) -> None:
    clone = tmp_path / "clone" / "ui_client" / "python"
    ignored = shutil.ignore_patterns("*_pb2*", "dist", "__pycache__", ".*")
    shutil.copytree(PACKAGE, clone, ignore=ignored)
    shutil.copytree(REPOSITORY / "proto", tmp_path / "clone" / "proto")
    assert_whole(build(clone, "wheel"))
    source = build(clone, "sdist")
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (unpacked,) = (tmp_path / "source").iterdir()
    assert_whole(build(unpacked, "wheel"))


def test_a_folder_without_protocol_says_so(tmp_path: Path) -> None:
    shutil.copy(PACKAGE / "generate.py", tmp_path)
    result = subprocess.run(
        [sys.executable, "generate.py"], cwd=tmp_path, capture_output=True, text=True
    )
    assert result.returncode == 1
    assert "trace_service.proto: not there; build from a clone of spanroot" in result.stderr
