"""How fast a worker goes."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Pace:
    """How much a worker takes at once, how long it may keep it, and how long it rests.

    A lease is renewed every third of its length while its worker lives; it bounds how long the deliveries of a
    killed worker wait. `poll` is the rest between looks at an idle ledger. A route that cannot be opened is left
    alone for `reconnect`, then twice as long each time, up to `reconnect_ceiling`.
    """

    batch: int = 50
    lease: datetime.timedelta = datetime.timedelta(seconds=60)
    poll: datetime.timedelta = datetime.timedelta(seconds=2)
    reconnect: datetime.timedelta = datetime.timedelta(seconds=5)
    reconnect_ceiling: datetime.timedelta = datetime.timedelta(seconds=60)

    @classmethod
    def from_settings(cls) -> Pace:
        """What FJORD_BATCH_SIZE and FJORD_LEASE_, FJORD_POLL_ and FJORD_RECONNECT_SECONDS say."""
        return cls(
            batch=settings.FJORD_BATCH_SIZE,
            lease=datetime.timedelta(seconds=settings.FJORD_LEASE_SECONDS),
            poll=datetime.timedelta(seconds=settings.FJORD_POLL_SECONDS),
            reconnect=datetime.timedelta(seconds=settings.FJORD_RECONNECT_SECONDS),
        )

    def pause(self, misses: int) -> datetime.timedelta:
        """How long a route rests after so many vain tries in a row, counted from 1."""
        return min(self.reconnect * (1 << min(misses - 1, 16)), self.reconnect_ceiling)
