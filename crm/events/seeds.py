"""What the installation of the demo world is busy with. Nothing here closes the desk: no `maintenance.mode`."""

from __future__ import annotations

import datetime

from crm.directory.seeds.cast import KEYS
from crm.directory.seeds.lists import SECOND_LINE
from crm.directory.seeds.planting import ago, plant
from crm.events.models import Scope, SystemEvent

# key, event, scope, owner, minutes until it should end, words for users
EVENTS = (
    (1, "statistics.rebuild", Scope.DATABASE, 0, 45, "Statistics are being rebuilt; figures may lag by some minutes."),
    (2, "import.running", Scope.GROUP, SECOND_LINE, 180, "Importing the customers of さくら文具, 12,000 rows."),
    (3, "import.running", Scope.USER, KEYS["jpe0"], -20, "Your import of 214 addresses is being checked."),
)  # fmt: skip


def seed(now: datetime.datetime) -> int:
    """Plants the events that are missing and returns how many that were. Call inside a transaction."""
    return len(
        plant(
            SystemEvent(
                id=key,
                key=event,
                scope=scope,
                owner=owner,
                eta=ago(now, minutes=-minutes),
                message=words,
                registered=ago(now, minutes=90),
                activated_by_id=KEYS["tje0"],
            )
            for key, event, scope, owner, minutes, words in EVENTS
        )
    )
