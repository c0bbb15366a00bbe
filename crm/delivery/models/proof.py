"""The proof of the ledger: planned == delivered + suppressed + pending + dead, and every row keeps its promises.

What workers did (`Attempt`) is held against what the rows say they did, so the two halves check each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q

from crm.delivery.models.attempt import Attempt, Outcome
from crm.delivery.models.delivery import FINAL, PENDING, Delivery, DeliveryQuerySet, State, message_id

_KEY = ("subject_type", "subject_id", "kind", "recipient", "channel", "occurrence")
_NEEDED = (*_KEY, "created_at", "message_id")


@dataclass(frozen=True, slots=True)
class Totals:
    """The ledger in numbers."""

    planned: int
    delivered: int
    suppressed: int
    pending: int
    dead: int

    @property
    def balanced(self) -> bool:
        """Whether nothing was lost and nothing came from nowhere."""
        return self.planned == self.delivered + self.suppressed + self.pending + self.dead


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that breaks a promise."""

    delivery_id: int
    broken: str

    def __str__(self) -> str:
        return f"delivery {self.delivery_id}: {self.broken}"


def ledger_totals() -> Totals:
    """Counts by state, next to a count of rows that looks at no state."""
    by_state = {
        state: Count("pk", filter=Q(state__in=states))
        for state, states in {
            "delivered": [State.DELIVERED],
            "suppressed": [State.SUPPRESSED],
            "pending": PENDING,
            "dead": [State.DEAD],
        }.items()
    }
    return Totals(**Delivery.objects.aggregate(planned=Count("pk"), **by_state))


def ledger_findings() -> Iterator[Finding]:
    """Every row that breaks a promise, by promise. One statement a promise, in bounded memory."""
    for broken, rows in _promises().items():
        for key in rows.order_by("pk").values_list("pk", flat=True).iterator():
            yield Finding(key, broken)
    yield from _forged_message_ids()


def _promises() -> Mapping[str, DeliveryQuerySet]:
    """Each promise by what its breach is called, with the rows that break it."""
    rows = Delivery.objects.all()
    tries = Attempt.objects.filter(delivery=OuterRef("pk"))
    delivered = Exists(tries.filter(outcome=Outcome.DELIVERED))
    going_on = Exists(tries.filter(finished_at=None))
    current = Exists(tries.filter(finished_at=None, fence=OuterRef("fence")))
    counted = rows.annotate(recorded=Count("tries"), last=Max("tries__number"), first=Min("tries__number"))
    twin = Delivery.objects.filter(**{name: OuterRef(name) for name in _KEY}).exclude(pk=OuterRef("pk"))
    namesake = Delivery.objects.filter(message_id=OuterRef("message_id")).exclude(pk=OuterRef("pk"))
    return {
        "its state is none that the ledger knows": rows.exclude(state__in=[*PENDING, *FINAL]),
        "it is planned twice": rows.filter(Exists(twin)),
        "it shares its Message-ID": rows.filter(Exists(namesake)),
        "it counts other attempts than were recorded": counted.exclude(recorded=F("attempts")),
        "its attempts are not numbered from 1 without a gap": counted.filter(recorded__gt=0).exclude(
            first=1, last=F("recorded")
        ),
        "it was attempted more often than claimed": rows.filter(attempts__gt=F("fence")),
        "an attempt carries a fence that was not yet given": rows.filter(
            Exists(tries.filter(fence__gt=OuterRef("fence")))
        ),
        "it has a lease and is not being sent": rows.exclude(state=State.SENDING).exclude(lease_until=None),
        "it is being sent without a lease": rows.filter(state=State.SENDING, lease_until=None),
        "an attempt goes on although nobody is sending": rows.filter(going_on).exclude(state=State.SENDING),
        "an attempt of an earlier claim was never closed": rows.filter(
            going_on & ~current, state=State.SENDING
        ),
        "it ended without a time": rows.filter(state__in=FINAL, finished_at=None),
        "it is pending and has a time of ending": rows.filter(state__in=PENDING).exclude(finished_at=None),
        "it was not sent and no reason is given": rows.filter(
            state__in=[State.SUPPRESSED, State.DEAD], reason=""
        ),
        "it is delivered, but no attempt was": rows.filter(~delivered, state=State.DELIVERED),
        "an attempt delivered it, but it is not delivered": rows.filter(delivered).exclude(
            state=State.DELIVERED
        ),
    }


def _forged_message_ids() -> Iterator[Finding]:
    """Rows whose Message-ID is not the one that derives from them."""
    rows: Any = Delivery.objects.only(*_NEEDED).order_by("pk")
    for row in rows.iterator():
        if row.message_id != message_id(row, row.message_id.rpartition("@")[2].removesuffix(">")):
            yield Finding(row.pk, "its Message-ID does not derive from it")


def stale_leases() -> int:
    """How many deliveries wait for a worker to take over from one that vanished: no breach, but worth saying."""
    return Delivery.objects.expired().count()
