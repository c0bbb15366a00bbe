"""How long and how often a delivery is tried."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

_SPREAD = 0.2


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Exponential backoff with jitter and an end.

    The wait doubles from `first` up to `ceiling`, give or take a fifth. With the defaults the twelve attempts
    spread over 14 hours. Attempts count when the server answered, the connection broke off in the middle of
    a message, or the worker vanished; a server that cannot be reached costs none.
    """

    max_attempts: int = 12
    first: datetime.timedelta = datetime.timedelta(seconds=30)
    ceiling: datetime.timedelta = datetime.timedelta(hours=6)
    jitter: Callable[[], float] = random.random  # in [0, 1); 0.5 leaves the wait as it is

    @classmethod
    def from_settings(cls) -> RetryPolicy:
        """What FJORD_MAX_ATTEMPTS, FJORD_RETRY_SECONDS and FJORD_RETRY_CEILING_SECONDS say."""
        return cls(
            max_attempts=settings.FJORD_MAX_ATTEMPTS,
            first=datetime.timedelta(seconds=settings.FJORD_RETRY_SECONDS),
            ceiling=datetime.timedelta(seconds=settings.FJORD_RETRY_CEILING_SECONDS),
        )

    def is_over(self, failures: int) -> bool:
        """Whether a delivery that failed so often is given up."""
        return failures >= self.max_attempts

    def wait(self, failures: int) -> datetime.timedelta:
        """How long to wait after the failure of that number, counted from 1."""
        doublings = min(failures - 1, 16)  # the ceiling is reached before; far beyond, timedelta overflows
        wait = min(self.first * (1 << doublings), self.ceiling)
        return wait * (1 + _SPREAD * (2 * self.jitter() - 1))
