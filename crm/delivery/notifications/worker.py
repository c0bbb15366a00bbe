"""The loop of a worker: rounds of work, rest, and a stop that leaves nothing half done."""

from __future__ import annotations

import datetime
import select
import socket
from collections.abc import Callable, Sequence

from django.db import DatabaseError, InterfaceError, close_old_connections, connections

Report = Callable[[int, str], None]  # (verbosity from which on it is of interest, the line)

LONGEST_OUTAGE_PAUSE = 30  # seconds between looks for a database that is gone


class Bell:
    """Rung by a signal handler, it ends the current rest at once and every later one before it begins.

    A socket pair and not a threading.Event: that one can lock up when its handler interrupts its own wait.
    """

    def __init__(self) -> None:
        self.rung = False
        self._ear, self._rope = socket.socketpair()

    def ring(self, *_signal: object) -> None:
        self.rung = True
        self._rope.send(b"!")

    def rest(self, seconds: float) -> None:
        """Returns after that time, or when the bell rings."""
        select.select([self._ear], [], [], seconds)

    def close(self) -> None:
        self._ear.close()
        self._rope.close()


class Hourly:
    """A round that does its work once an hour, and again at once while there is some left."""

    def __init__(self, work: Callable[[], int], clock: Callable[[], datetime.datetime]) -> None:
        self._work = work
        self._clock = clock
        self._next: datetime.datetime | None = None

    def __call__(self) -> int:
        now = self._clock()
        if self._next is not None and now < self._next:
            return 0
        done = self._work()
        if not done:
            self._next = now + datetime.timedelta(hours=1)
        return done


class Worker:
    """Runs each round, a function that returns how much it did, until all have nothing left; rests; begins anew."""

    def __init__(
        self, rounds: Sequence[Callable[[], int]], *, bell: Bell, poll: datetime.timedelta, report: Report
    ) -> None:
        self._rounds = rounds
        self._bell = bell
        self._poll = poll
        self._report = report
        self._outages = 0

    def drain(self) -> None:
        """Works until nothing is due or the bell rings."""
        while not self._bell.rung and self._go_round():
            pass

    def run(self) -> None:
        """Works until the bell rings. A database that goes away is waited for."""
        while not self._bell.rung:
            close_old_connections()
            try:
                self.drain()
            except (DatabaseError, InterfaceError) as error:
                self._sit_out(error)
                continue
            self._outages = 0
            self._bell.rest(self._poll.total_seconds())

    def _go_round(self) -> int:
        return sum(work() for work in self._rounds)

    def _sit_out(self, error: Exception) -> None:
        pause = min(2**self._outages, LONGEST_OUTAGE_PAUSE)
        self._outages += 1
        self._report(1, f"Database trouble ({str(error).strip()}); next look in {pause} s.")
        connections.close_all()
        self._bell.rest(pause)
