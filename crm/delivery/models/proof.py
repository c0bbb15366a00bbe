"""The proof of the ledger: planned == delivered + suppressed + pending + dead, and every row keeps its promises.

What workers did (`Attempt`) is held against what the rows say they did, so the two halves check each other.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from crm.delivery.models.attempt import Attempt, Outcome
from crm.delivery.models.delivery import (
    FINAL,
    PENDING,
    Channel,
    Delivery,
    DeliveryQuerySet,
    State,
    message_id,
)

_KEY = ("subject_type", "subject_id", "kind", "recipient", "channel", "occurrence")
_OPTIONAL = ("lease_until", "finished_at")
_DATES = ("created_at", "due_at", *_OPTIONAL)
Row = dict[str, Any]


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
    orphans = Attempt.objects.filter(~Exists(Delivery.objects.filter(pk=OuterRef("delivery_id"))))
    for key in orphans.order_by("delivery_id").values_list("delivery_id", flat=True).distinct():
        yield Finding(key, "it is gone, but its attempts are there")
    yield from _unreadable()


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
        "it counts more failures than attempts": rows.filter(failures__gt=F("attempts")),
        "it ended before it was planned": rows.filter(finished_at__lt=F("created_at")),
        "it is dead, but was never tried": rows.filter(state=State.DEAD, attempts=0),
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


def _unreadable() -> Iterator[Finding]:
    """Rows whose Message-ID does not derive from them, or that hold what nobody can read or send.

    Dates and contexts are read as text: a hand at the database can have written anything into them on SQLite.
    """
    texts = {f"{name}_text": Cast(name, TextField()) for name in (*_DATES, "context")}
    rows = (
        Delivery.objects.order_by("pk")
        .annotate(**texts)
        .values("pk", "state", "template", "message_id", *_KEY, *texts)
    )
    for row in rows.iterator():
        for broken, holds in _READS.items():
            if not holds(row):
                yield Finding(row["pk"], broken)


def _dates_can_be_read(row: Row) -> bool:
    try:
        return all(_moment(row[f"{name}_text"]) or name in _OPTIONAL for name in _DATES)
    except (TypeError, ValueError):
        return False


def _moment(text: str | None) -> datetime.datetime | None:
    if text is None:
        return None
    moment = datetime.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _context_is_an_object(row: Row) -> bool:
    try:
        return isinstance(json.loads(row["context_text"]), dict)
    except (TypeError, ValueError):
        return False


def _template_is_there(row: Row) -> bool:
    """Only what is still to be mailed needs one."""
    return row["state"] not in PENDING or row["channel"] != Channel.EMAIL or _has_template(row["template"])


def _has_template(name: str) -> bool:
    try:
        get_template(f"mail/{name}.txt")
    except TemplateDoesNotExist:
        return False
    return True


def _message_id_derives(row: Row) -> bool:
    planned = _moment(row["created_at_text"]) if _dates_can_be_read(row) else None
    if planned is None:
        return True  # told already
    made = Delivery(**{name: row[name] for name in _KEY}, created_at=planned)
    given: str = row["message_id"]
    return given == message_id(made, given.rpartition("@")[2].removesuffix(">"))


_READS: Mapping[str, Callable[[Row], bool]] = {
    "its dates cannot be read": _dates_can_be_read,
    "its context is no JSON object": _context_is_an_object,
    "its template does not exist": _template_is_there,
    "its Message-ID does not derive from it": _message_id_derives,
}


def stale_leases() -> int:
    """How many deliveries wait for a worker to take over from one that vanished: no breach, but worth saying."""
    return Delivery.objects.expired().count()
