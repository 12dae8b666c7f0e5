"""The example of the README is true."""

import doctest

import pytest
from real_server import PACKAGE, REPOSITORY, serving

import spanroot

INDEX = REPOSITORY / ".cache" / "sotu" / "index"


@pytest.mark.skipif(not INDEX.exists(), reason=f"{INDEX} not found: scripts/quickstart makes it")
def test_example(monkeypatch: pytest.MonkeyPatch) -> None:
    client = spanroot.Client
    with serving("--index", str(INDEX)) as target:
        monkeypatch.setattr(spanroot, "Client", lambda _: client(target))
        results = doctest.testfile(str(PACKAGE / "README.md"), module_relative=False)
    assert results.failed == 0
    assert results.attempted > 5
