"""Pop-ups: the row in the ledger is what the browser shows, so storing it was the delivery."""

from __future__ import annotations

from crm.delivery.models import Delivery


class PopupRoute:
    """Never fails."""

    def open(self) -> None:
        """Nothing to open."""

    def send(self, delivery: Delivery) -> None:
        """Nothing to send."""

    def close(self) -> None:
        """Nothing to close."""
