"""What becomes of a delivery after an attempt, and the backoff between attempts."""

import datetime

import pytest
from pytest_django import Settings

from crm.delivery.actions import Claim, RetryPolicy, begin_attempt, claim_due, mark_delivered, mark_failed
from crm.delivery.models import Attempt, Delivery, Outcome, State
from tests.delivery.plans import LEASE, MINUTE, NOON, PLAIN, note, planned

HOUR = 60 * MINUTE


def begun(at: datetime.datetime = NOON) -> Claim:
    (claim,) = claim_due(1, LEASE, at, policy=PLAIN)
    assert begin_attempt(claim, LEASE, at)
    return claim


@pytest.mark.django_db
def test_a_delivered_row_is_over_and_its_attempt_says_so() -> None:
    (row,) = planned(note())
    assert mark_delivered(begun(), NOON + MINUTE)
    row.refresh_from_db()
    assert (row.state, row.finished_at, row.lease_until) == (State.DELIVERED, NOON + MINUTE, None)
    attempt = Attempt.objects.get()
    assert (attempt.number, attempt.started_at) == (1, NOON)
    assert (attempt.outcome, attempt.finished_at) == (Outcome.DELIVERED, NOON + MINUTE)


@pytest.mark.django_db
def test_a_delivery_is_marked_once() -> None:
    planned(note())
    claim = begun()
    assert mark_delivered(claim, NOON)
    assert not mark_delivered(claim, NOON)


@pytest.mark.django_db
def test_a_delivery_that_arrives_at_last_forgets_its_last_error() -> None:
    (row,) = planned(note())
    mark_failed(begun(), "451 later", permanent=False, policy=PLAIN, at=NOON)
    mark_delivered(begun(NOON + MINUTE), NOON + MINUTE)
    row.refresh_from_db()
    assert (row.state, row.reason, row.attempts) == (State.DELIVERED, "", 2)
    assert Attempt.objects.get(number=1).error == "451 later"


@pytest.mark.django_db
def test_a_passing_failure_is_tried_again_later_and_later_until_it_is_one_too_many() -> None:
    (row,) = planned(note())
    at = NOON
    for failures, wait in ((1, MINUTE), (2, 2 * MINUTE)):
        assert mark_failed(begun(at), "451 later", permanent=False, policy=PLAIN, at=at) == State.PLANNED
        row.refresh_from_db()
        assert (row.state, row.reason, row.failures) == (State.PLANNED, "451 later", failures)
        assert row.due_at == at + wait
        at += wait
    assert mark_failed(begun(at), "451 still", permanent=False, policy=PLAIN, at=at) == State.DEAD
    row.refresh_from_db()
    assert (row.state, row.reason, row.finished_at) == (State.DEAD, "451 still", at)


@pytest.mark.django_db
def test_a_lasting_failure_dies_at_once_with_its_reason() -> None:
    (row,) = planned(note())
    assert mark_failed(begun(), "550 no such user", permanent=True, policy=PLAIN, at=NOON) == State.DEAD
    row.refresh_from_db()
    assert (row.state, row.reason, row.attempts) == (State.DEAD, "550 no such user", 1)
    assert list(Delivery.objects.dead()) == [row]


def test_the_wait_doubles_up_to_its_ceiling() -> None:
    policy = RetryPolicy(first=MINUTE, ceiling=10 * MINUTE, jitter=lambda: 0.5)
    assert [policy.wait(failures) / MINUTE for failures in (1, 2, 3, 4, 5, 400)] == [1, 2, 4, 8, 10, 10]


@pytest.mark.parametrize(("jitter", "seconds"), [(0, 48), (0.5, 60), (0.999, 71.976)])
def test_jitter_moves_the_wait_by_a_fifth_at_most(jitter: float, seconds: float) -> None:
    policy = RetryPolicy(first=MINUTE, jitter=lambda: jitter)
    assert policy.wait(1).total_seconds() == pytest.approx(seconds)


def test_with_the_defaults_a_delivery_is_tried_for_more_than_half_a_day() -> None:
    policy = RetryPolicy(jitter=lambda: 0.5)
    waits = [policy.wait(failures) for failures in range(1, policy.max_attempts)]
    assert sum(waits, datetime.timedelta()) / HOUR == pytest.approx(14.5, abs=0.1)


def test_the_policy_follows_the_settings(settings: Settings) -> None:
    for name, value in (("MAX_ATTEMPTS", 4), ("RETRY_SECONDS", 7), ("RETRY_CEILING_SECONDS", 20)):
        setattr(settings, f"FJORD_{name}", value)
    policy = RetryPolicy.from_settings()
    assert (policy.max_attempts, policy.first.seconds, policy.ceiling.seconds) == (4, 7, 20)
