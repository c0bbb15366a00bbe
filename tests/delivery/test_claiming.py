"""Claiming: a lease by the clock of the database, a fence that only rises, nothing taken twice."""

import datetime

import pytest
import time_machine
from django.db.models import F
from django.db.models.functions import Now
from pytest_django import DjangoAssertNumQueries

from crm.delivery.actions import (
    Claim,
    begin_attempt,
    claim_due,
    expire_leases,
    extend_leases,
    mark_delivered,
    mark_failed,
    plan_deliveries,
    release_claims,
)
from crm.delivery.models import Attempt, Channel, Delivery, Outcome, State
from tests.delivery.plans import LEASE, MINUTE, NOON, PLAIN, note, planned

pytestmark = pytest.mark.django_db


def claim(limit: int = 10, at: datetime.datetime = NOON) -> list[Claim]:
    return claim_due(limit, LEASE, at, policy=PLAIN)


def run_out() -> None:
    """Lets every lease have run out a second ago."""
    Delivery.objects.filter(state=State.SENDING).update(lease_until=Now() - datetime.timedelta(seconds=1))


def test_a_due_delivery_is_leased_to_one_worker() -> None:
    (row,) = planned(note())
    (mine,) = claim()
    assert claim() == []
    row.refresh_from_db()
    assert (mine.delivery, mine.fence) == (row, 1)
    assert (row.state, row.fence, row.attempts) == (State.SENDING, 1, 0)


def test_nothing_is_claimed_before_its_time() -> None:
    plan_deliveries([note(due_at=NOON + MINUTE)])
    assert claim() == []
    assert len(claim(at=NOON + MINUTE)) == 1


def test_those_that_wait_longest_come_first() -> None:
    plan_deliveries([note(1), note(2, due_at=NOON - MINUTE), note(3)])
    assert [mine.delivery.subject_id for mine in claim(2)] == [2, 1]


def test_only_channels_that_are_asked_for_are_claimed() -> None:
    plan_deliveries([note(1), note(2, channel=Channel.SMS)])
    claims = claim_due(10, LEASE, NOON, policy=PLAIN, channels=[Channel.EMAIL])
    assert [mine.delivery.subject_id for mine in claims] == [1]


@pytest.mark.parametrize("year", [2001, 2100])
def test_leases_are_counted_by_the_clock_of_the_database(year: int) -> None:
    plan_deliveries([note(due_at=NOON)])
    with time_machine.travel(datetime.datetime(year, 1, 1, tzinfo=datetime.UTC), tick=False):
        assert len(claim()) == 1
        assert claim() == []
    soon = Delivery.objects.filter(lease_until__gt=Now() + LEASE / 2, lease_until__lte=Now() + LEASE)
    assert soon.count() == 1


def test_a_lease_that_ran_out_is_claimed_again_under_a_higher_fence() -> None:
    plan_deliveries([note()])
    (lost,) = claim()
    run_out()
    (mine,) = claim()
    assert mine.fence == lost.fence + 1


def test_a_worker_past_its_lease_is_fenced_off() -> None:
    plan_deliveries([note()])
    (lost,) = claim()
    assert begin_attempt(lost, LEASE, NOON)
    run_out()
    (mine,) = claim()
    assert not begin_attempt(lost, LEASE, NOON)
    assert not mark_delivered(lost, NOON)
    assert not mark_failed(lost, "late", permanent=True, policy=PLAIN, at=NOON)
    assert extend_leases([lost], LEASE) == 0
    assert release_claims([lost]) == 0
    assert begin_attempt(mine, LEASE, NOON)
    assert mark_delivered(mine, NOON)
    assert list(Attempt.objects.values_list("number", "fence", "outcome")) == [
        (1, 1, Outcome.ABANDONED),
        (2, 2, Outcome.DELIVERED),
    ]


def test_a_worker_is_fenced_off_before_anybody_else_claims() -> None:
    plan_deliveries([note()])
    (lost,) = claim()
    run_out()
    expire_leases(NOON, policy=PLAIN)
    assert not begin_attempt(lost, LEASE, NOON)
    assert not Attempt.objects.exists()


def test_a_lease_that_ran_out_before_sending_began_costs_no_attempt() -> None:
    (row,) = planned(note())
    claim()
    run_out()
    assert expire_leases(NOON, policy=PLAIN) == 1
    row.refresh_from_db()
    assert (row.state, row.attempts, row.failures, row.reason) == (State.PLANNED, 0, 0, "")


def test_a_message_that_kills_every_worker_dies_in_the_end() -> None:
    (row, other) = planned(note(1), note(2))
    for _worker in range(PLAIN.max_attempts):
        assert begin_attempt(claim()[0], LEASE, NOON)
        run_out()
    assert [mine.delivery for mine in claim()] == [other]
    row.refresh_from_db()
    assert (row.state, row.reason) == (State.DEAD, "the worker vanished during the attempt")
    assert (row.attempts, row.failures, row.finished_at) == (3, 3, NOON)


def test_leases_are_extended_only_while_they_hold() -> None:
    plan_deliveries([note(1), note(2)])
    kept, done = claim()
    begin_attempt(done, LEASE, NOON)
    mark_delivered(done, NOON)
    Delivery.objects.filter(pk=kept.delivery.pk).update(lease_until=Now())
    assert extend_leases([kept, done], LEASE) == 1
    assert Delivery.objects.filter(lease_until__gt=Now() + LEASE / 2).count() == 1


def test_beginning_renews_the_lease() -> None:
    plan_deliveries([note()])
    (mine,) = claim()
    Delivery.objects.update(lease_until=Now())
    assert begin_attempt(mine, LEASE, NOON)
    assert Delivery.objects.filter(lease_until__gt=Now() + LEASE / 2).count() == 1


def test_what_is_given_back_is_as_due_as_before_and_was_not_tried() -> None:
    (row,) = planned(note())
    assert release_claims(claim(), reason="mail server: gone") == 1
    row.refresh_from_db()
    assert (row.state, row.due_at, row.reason) == (State.PLANNED, NOON, "mail server: gone")
    assert (row.attempts, row.failures) == (0, 0)
    assert [mine.fence for mine in claim()] == [2]


def test_giving_back_without_a_reason_keeps_the_last_one() -> None:
    (row,) = planned(note())
    Delivery.objects.update(reason="451 later")
    release_claims(claim())
    row.refresh_from_db()
    assert row.reason == "451 later"


def test_an_idle_look_at_the_ledger_locks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plan_deliveries([note(due_at=NOON + MINUTE)])
    with django_assert_num_queries(2) as looks:
        assert claim() == []
    assert all(look["sql"].startswith("SELECT") for look in looks.captured_queries)


def test_claiming_costs_the_same_for_one_and_for_fifty(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    plan_deliveries([note(number) for number in range(1, 52)])
    with django_assert_num_queries(6):  # two looks, a savepoint, the rows, the lease, the savepoint's end
        assert len(claim(1)) == 1
    with django_assert_num_queries(6):
        assert len(claim(50)) == 50


def test_fences_never_fall() -> None:
    (row,) = planned(note())
    for fence in (1, 2, 3):
        assert [mine.fence for mine in claim()] == [fence]
        run_out()
    assert Delivery.objects.filter(pk=row.pk, fence=F("attempts") + 3).exists()
