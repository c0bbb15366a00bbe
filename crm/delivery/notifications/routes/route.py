"""What every route promises, and the three ways it can fail."""

from __future__ import annotations

from typing import Protocol

from crm.delivery.models import Delivery


class UnreachableError(Exception):
    """The other end does not answer: no fault of any delivery, none is charged with it."""


class DelayedError(Exception):
    """This delivery did not go through now; it may later."""


class RefusedError(Exception):
    """This delivery will never go through."""


class Route(Protocol):
    """A way out of the desk, used by one thread."""

    def open(self) -> None:
        """Makes the route ready; costs nothing when it is. Raises UnreachableError."""

    def send(self, delivery: Delivery) -> None:
        """Hands one delivery over. Raises DelayedError or RefusedError, with words for the person who reads the ledger."""

    def close(self) -> None:
        """Lets go of connections. Raises nothing."""
