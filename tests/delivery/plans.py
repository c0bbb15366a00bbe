"""What the delivery tests plan, and the clock they read."""

import datetime
from collections.abc import Sequence
from typing import Any

from crm.delivery.actions import Plan, RetryPolicy, plan_deliveries
from crm.delivery.models import Delivery

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
LEASE = datetime.timedelta(seconds=60)
MINUTE = datetime.timedelta(minutes=1)
PLAIN = RetryPolicy(max_attempts=3, first=MINUTE, ceiling=4 * MINUTE, jitter=lambda: 0.5)


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self, at: datetime.datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime.datetime:
        return self.at

    def forward(self, by: datetime.timedelta) -> None:
        self.at += by


def note(number: int = 1, **changes: Any) -> Plan:
    """A note about ticket `number` to ann<number>@example.org, due at noon."""
    return Plan(
        **{
            "kind": "test.note",
            "subject_type": "ticket",
            "subject_id": number,
            "recipient": f"ann{number}@example.org",
            "template": "test.note",
            "context": {"number": number, "title": "Fish & chips"},
            "due_at": NOON,
            **changes,
        }
    )


def planned(*plans: Plan) -> list[Delivery]:
    """The rows of the plans, in their order."""
    plan_deliveries(plans)
    return rows(plans)


def rows(plans: Sequence[Plan]) -> list[Delivery]:
    return [
        Delivery.objects.get(subject_id=plan.subject_id, recipient=plan.recipient, occurrence=plan.occurrence)
        for plan in plans
    ]
