"""Workers recording how an attempt ended. Each write takes effect only while the claim holds."""

from __future__ import annotations

import datetime

from django.db import transaction

from crm.delivery.actions.claims import Claim
from crm.delivery.actions.policy import RetryPolicy
from crm.delivery.models import Attempt, Outcome, State


def mark_delivered(claim: Claim, at: datetime.datetime) -> bool:
    """Ends the delivery well. False: it was another worker's by then, and may arrive twice."""
    with transaction.atomic():
        ours = claim.held().update(state=State.DELIVERED, lease_until=None, finished_at=at, reason="")
        if ours:
            _close(claim, Outcome.DELIVERED, at)
    return bool(ours)


def mark_failed(
    claim: Claim, error: str, *, permanent: bool, policy: RetryPolicy, at: datetime.datetime
) -> State | None:
    """Puts the delivery back for a later try, or ends it when the failure is permanent or one too many.

    Returns where it stands now, planned or dead; None when it was another worker's by then.
    """
    failures = claim.delivery.failures + 1
    dead = permanent or policy.is_over(failures)
    state = State.DEAD if dead else State.PLANNED
    with transaction.atomic():
        ours = claim.held().update(
            state=state,
            lease_until=None,
            reason=error,
            failures=failures,
            finished_at=at if dead else None,
            due_at=claim.delivery.due_at if dead else at + policy.wait(failures),
        )
        if ours:
            _close(claim, Outcome.FAILED, at, error)
    return state if ours else None


def _close(claim: Claim, outcome: Outcome, at: datetime.datetime, error: str = "") -> None:
    Attempt.objects.filter(delivery=claim.delivery, fence=claim.fence).update(
        outcome=outcome, finished_at=at, error=error
    )
