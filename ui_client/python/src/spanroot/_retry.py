"""When a call is tried again, and when it is given up."""

import math
import random
import time
from dataclasses import dataclass
from typing import Optional

from spanroot.errors import Busy, SpanrootError, Unavailable


@dataclass(frozen=True)
class RetryPolicy:
    """How often a call that the server was too busy for, or that did not reach it, is tried.

    A wait is what the server asks for, else `first_delay` and twice as much each time, with up to a
    quarter more at random. `Client(retry=None)` tries once.
    """

    attempts: int = 4
    """Calls in all, at least 1; of a batch, calls without an answer in a row."""
    first_delay: float = 0.5
    """Seconds before the second call, if the server does not say."""
    max_delay: float = 30.0
    """Seconds. A server that asks for a longer wait is not tried again."""


class Attempts:
    """The calls made for one question, until one succeeds or the deadline passes."""

    def __init__(self, policy: Optional[RetryPolicy], timeout: float) -> None:
        """`timeout`: seconds for all calls and waits together; may be infinite."""
        self._policy = policy or RetryPolicy(attempts=1)
        self._deadline = time.monotonic() + timeout
        self._failed = 0

    def timeout(self) -> Optional[float]:
        """Seconds left for the next call; None: no end."""
        left = self._deadline - time.monotonic()
        return None if math.isinf(left) else max(left, 0.0)

    def succeeded(self) -> None:
        """The server answered: the next failure is the first again."""
        self._failed = 0

    def delay_after(self, error: SpanrootError) -> float:
        """Seconds to wait before the next call. Raises the error if there is to be none."""
        self._failed += 1
        if not isinstance(error, (Busy, Unavailable)) or self._failed >= self._policy.attempts:
            raise error
        delay = error.retry_after
        if delay is None:
            delay = min(self._policy.first_delay * 2 ** (self._failed - 1), self._policy.max_delay)
        if delay > self._policy.max_delay:
            raise error
        delay *= random.uniform(1.0, 1.25)  # noqa: S311 (spreads clients, hides nothing)
        if time.monotonic() + delay > self._deadline:
            raise error
        return delay
