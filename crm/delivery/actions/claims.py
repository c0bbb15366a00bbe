"""Workers taking deliveries, keeping them, and giving them back.

A claim is a lease with a fencing token: whoever claims a row raises its fence, and every later write names the
fence it was claimed under. A worker that slept past its lease finds that none of its writes take effect.
Leases are counted by the clock of the database, which all workers share; due times come from the caller.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from crm.delivery.actions.policy import RetryPolicy
from crm.delivery.models import Attempt, Channel, Delivery, DeliveryQuerySet, Outcome, State


@dataclass(frozen=True, slots=True)
class Claim:
    """One delivery in the hands of one worker, as it was when it was claimed."""

    delivery: Delivery
    fence: int

    def held(self) -> DeliveryQuerySet:
        """The row while it is still this claim's, otherwise nothing."""
        return Delivery.objects.filter(pk=self.delivery.pk, fence=self.fence, state=State.SENDING)


def claim_due(
    limit: int,
    lease: datetime.timedelta,
    at: datetime.datetime,
    *,
    policy: RetryPolicy,
    channels: Collection[Channel] = tuple(Channel),
) -> list[Claim]:
    """Leases up to `limit` deliveries that are due, those that wait longest first.

    Rows that another worker is claiming are stepped over, and leases that ran out are up for claiming again.
    With nothing to claim nothing is locked.
    """
    due = Delivery.objects.due(at).filter(channel__in=channels)
    stale = Delivery.objects.expired().exists()
    if not stale and not due.exists():
        return []
    # SQLite knows no row locks and ignores the clause: there the transaction itself is the lock (IMMEDIATE).
    with transaction.atomic():
        if stale:
            expire_leases(at, policy=policy)
        rows = list(due.select_for_update(skip_locked=True).order_by("due_at", "id")[:limit])
        if not rows:
            return []
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=State.SENDING, lease_until=Now() + lease, fence=F("fence") + 1
        )
    return [Claim(row, row.fence + 1) for row in rows]


def expire_leases(at: datetime.datetime, *, policy: RetryPolicy) -> int:
    """Takes back what vanished workers held and returns how many deliveries that were.

    An attempt that was under way counts as a failure, so that a message which kills its worker dies in the end.
    """
    with transaction.atomic():
        rows = list(Delivery.objects.expired().select_for_update(skip_locked=True))
        if not rows:
            return 0
        abandoned = Attempt.objects.filter(delivery__in=rows, finished_at=None)
        begun = set(abandoned.values_list("delivery_id", flat=True))
        lost = _("the worker vanished during the attempt")
        abandoned.update(outcome=Outcome.ABANDONED, finished_at=at, error=lost)
        taken = Delivery.objects.filter(pk__in=[row.pk for row in rows])
        taken.update(state=State.PLANNED, lease_until=None)
        tried = taken.filter(pk__in=begun)
        tried.update(failures=F("failures") + 1, reason=lost)
        tried.filter(failures__gte=policy.max_attempts).update(state=State.DEAD, finished_at=at)
    return len(rows)


def begin_attempt(claim: Claim, lease: datetime.timedelta, at: datetime.datetime) -> bool:
    """Records that sending begins and renews the lease. False: the delivery is no longer this worker's."""
    with transaction.atomic():
        if not claim.held().update(attempts=F("attempts") + 1, lease_until=Now() + lease):
            return False
        Attempt.objects.create(
            delivery=claim.delivery, number=claim.delivery.attempts + 1, fence=claim.fence, started_at=at
        )
    return True


def extend_leases(claims: Iterable[Claim], lease: datetime.timedelta) -> int:
    """Renews the leases of those claims that still hold, and returns how many these are."""
    return sum(held.update(lease_until=Now() + lease) for held in _held_together(claims))


def release_claims(claims: Iterable[Claim], *, reason: str = "") -> int:
    """Gives deliveries back untried, for any worker to take, and returns how many. They stay as due as they were."""
    changes = {"reason": reason} if reason else {}
    return sum(
        held.update(state=State.PLANNED, lease_until=None, **changes) for held in _held_together(claims)
    )


def _held_together(claims: Iterable[Claim]) -> list[DeliveryQuerySet]:
    """The rows that the claims still hold, by fence: most of a batch are claimed for the first time."""
    by_fence: defaultdict[int, list[int]] = defaultdict(list)
    for claim in claims:
        by_fence[claim.fence].append(claim.delivery.pk)
    return [
        Delivery.objects.filter(pk__in=keys, fence=fence, state=State.SENDING)
        for fence, keys in by_fence.items()
    ]
