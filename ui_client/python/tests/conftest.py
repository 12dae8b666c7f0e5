"""Servers to ask, fake and real."""

from collections.abc import Iterator

import pytest
from fake_server import FakeServer, running

import spanroot


@pytest.fixture
def fake() -> Iterator[FakeServer]:
    """A server whose answers the test writes."""
    with running() as server:
        yield server


@pytest.fixture
def client(fake: FakeServer) -> Iterator[spanroot.Client]:
    """A client of it that hardly waits between attempts."""
    retry = spanroot.RetryPolicy(attempts=3, first_delay=0.01, max_delay=1.0)
    with spanroot.Client(fake.target, retry=retry, timeout=10) as client:
        yield client
