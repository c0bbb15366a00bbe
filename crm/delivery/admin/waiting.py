"""How the ledger stands: what waits, what is dead, and since when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.delivery.models import Delivery, State
from crm.delivery.models.delivery import PENDING
from crm.directory.admin.show import exact, lasting


def oldest_pending() -> str:
    """How long the longest waiting delivery has been due, in words; empty when none waits."""
    age = Delivery.objects.oldest_pending_age(timezone.now())
    if age is None:
        return ""
    since_when = exact(timezone.now() - age)
    return _("The oldest pending delivery has been waiting for %(age)s, since %(when)s.") % {
        "age": lasting(age.total_seconds()),
        "when": since_when,
    }


@dataclass(frozen=True)
class Standing:
    """The ledger in three facts."""

    pending: int
    dead: int
    oldest: str


def standing(now: datetime.datetime) -> Standing:
    """How much waits, how much is dead, and since when: one statement, over the index on the state."""
    rows = Delivery.objects.filter(state__in=[*PENDING, State.DEAD]).order_by().values("state")
    found: dict[str, dict[str, Any]] = {
        row["state"]: dict(row) for row in rows.annotate(number=Count("pk"), oldest=Min("due_at"))
    }
    waiting = [found[state]["oldest"] for state in PENDING if state in found]
    due = [moment for moment in waiting if moment <= now]
    return Standing(
        pending=sum(found[state]["number"] for state in PENDING if state in found),
        dead=found[State.DEAD]["number"] if State.DEAD in found else 0,
        oldest=lasting((now - min(due)).total_seconds()) if due else "",
    )
