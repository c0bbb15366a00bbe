"""Keeping leases alive while a batch is under way."""

from __future__ import annotations

import datetime
import logging
import threading
from collections.abc import Sequence
from types import TracebackType

from django.db import DatabaseError, InterfaceError, connection

from crm.delivery.actions import Claim, extend_leases

log = logging.getLogger(__name__)
BEATS_A_LEASE = 3


class Heartbeat:
    """A thread that renews the leases of a batch every third of their length, until the block is left.

    It stops with its process: the leases of a killed or frozen worker run out.
    """

    def __init__(self, claims: Sequence[Claim], lease: datetime.timedelta) -> None:
        self._claims = claims
        self._lease = lease
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        try:
            while not self._over.wait(self._lease.total_seconds() / BEATS_A_LEASE):
                self._renew()
        finally:
            connection.close()

    def _renew(self) -> None:
        try:
            extend_leases(self._claims, self._lease)
        except (DatabaseError, InterfaceError) as error:
            # The next beat may be luckier; if none is, the lease runs out and the fence holds.
            log.warning("leases could not be renewed: %s", error)
            connection.close()
