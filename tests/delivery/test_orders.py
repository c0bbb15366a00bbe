"""What people may do with single deliveries, and what the ledger answers when asked how it stands."""

import pytest
from django.core.exceptions import ValidationError

from crm.delivery.actions import begin_attempt, cancel, claim_due, mark_delivered, mark_failed, retry_dead
from crm.delivery.models import Delivery, State
from crm.directory.models import Associate
from tests.delivery.plans import LEASE, MINUTE, NOON, PLAIN, note, planned

pytestmark = pytest.mark.django_db


def dead_note() -> Delivery:
    (row,) = planned(note())
    (claim,) = claim_due(1, LEASE, NOON, policy=PLAIN)
    begin_attempt(claim, LEASE, NOON)
    mark_failed(claim, "550 no such user", permanent=True, policy=PLAIN, at=NOON)
    row.refresh_from_db()
    return row


def test_a_dead_delivery_is_retried_with_all_its_attempts_under_its_old_message_id(olav: Associate) -> None:
    dead = dead_note()
    row = retry_dead(dead, by=olav)
    assert (row.state, row.failures, row.attempts, row.finished_at) == (State.PLANNED, 0, 1, None)
    assert row.message_id == dead.message_id
    assert row.reason == "Retried by Olav Hansen after: 550 no such user"
    (claim,) = claim_due(1, LEASE, row.due_at, policy=PLAIN)
    assert begin_attempt(claim, LEASE, NOON)
    assert mark_delivered(claim, NOON)


def test_only_a_dead_delivery_is_retried(olav: Associate) -> None:
    (row,) = planned(note())
    with pytest.raises(ValidationError, match="Only a dead delivery can be retried; this one is Planned"):
        retry_dead(row, by=olav)


@pytest.mark.parametrize("state", [State.PLANNED, State.DEAD])
def test_what_waits_or_is_dead_can_be_cancelled_with_a_reason(olav: Associate, state: State) -> None:
    row = dead_note() if state == State.DEAD else planned(note())[0]
    row = cancel(row, by=olav, reason="sent by phone")
    assert (row.state, row.reason) == (State.SUPPRESSED, "Cancelled by Olav Hansen: sent by phone")
    assert row.finished_at is not None
    assert claim_due(1, LEASE, NOON, policy=PLAIN) == []


def test_what_is_being_sent_cannot_be_cancelled(olav: Associate) -> None:
    (row,) = planned(note())
    claim_due(1, LEASE, NOON, policy=PLAIN)
    with pytest.raises(ValidationError, match="Sending cannot be cancelled"):
        cancel(row, by=olav, reason="too late")


def test_what_is_delivered_cannot_be_cancelled(olav: Associate) -> None:
    (row,) = planned(note())
    (claim,) = claim_due(1, LEASE, NOON, policy=PLAIN)
    begin_attempt(claim, LEASE, NOON)
    mark_delivered(claim, NOON)
    with pytest.raises(ValidationError, match="Delivered cannot be cancelled"):
        cancel(row, by=olav, reason="too late")


def test_the_oldest_pending_age_counts_from_when_it_was_due() -> None:
    planned(note(1), note(2, due_at=NOON - MINUTE), note(3, suppressed="no"), note(4, due_at=NOON + MINUTE))
    assert Delivery.objects.oldest_pending_age(NOON + MINUTE) == 2 * MINUTE


def test_what_is_being_sent_is_still_pending() -> None:
    planned(note())
    claim_due(1, LEASE, NOON, policy=PLAIN)
    assert Delivery.objects.pending().count() == 1
    assert Delivery.objects.oldest_pending_age(NOON + MINUTE) == MINUTE


def test_a_ledger_in_which_nothing_due_waits_has_no_oldest() -> None:
    planned(note(1, due_at=NOON + MINUTE), note(2, suppressed="no"))
    assert Delivery.objects.oldest_pending_age(NOON) is None
