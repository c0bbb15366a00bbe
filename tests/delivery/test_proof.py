"""The proof of the ledger: it holds after every story, and names the row when one was tampered with."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from crm.delivery.actions import begin_attempt, cancel, claim_due, mark_delivered, mark_failed, retry_dead
from crm.delivery.models import Attempt, Delivery, Outcome, State
from crm.directory.models import Associate
from tests.delivery.plans import LEASE, NOON, PLAIN, note, planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def tell_stories(olav: Associate) -> None:
    """One delivery in each state and at each turn, subjects 1 to 8."""
    planned(*map(note, range(1, 8)), note(8, suppressed="not wanted"))
    claims = {claim.delivery.subject_id: claim for claim in claim_due(7, LEASE, NOON, policy=PLAIN)}
    for subject in (1, 2, 3, 4, 5, 6):
        begin_attempt(claims[subject], LEASE, NOON)
    mark_delivered(claims[1], NOON)
    for subject in (2, 3, 4):
        mark_failed(claims[subject], "550 no", permanent=True, policy=PLAIN, at=NOON)
    mark_failed(claims[5], "451 later", permanent=False, policy=PLAIN, at=NOON)
    retry_dead(claims[3].delivery, by=olav)
    cancel(claims[4].delivery, by=olav, reason="told by phone")


def verify() -> list[str]:
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    return out.getvalue().splitlines()


def test_an_empty_ledger_holds() -> None:
    assert verify() == [
        "planned 0 = delivered 0 + suppressed 0 + pending 0 + dead 0",
        "The ledger holds.",
    ]


def test_the_sum_holds_after_every_story(olav: Associate) -> None:
    tell_stories(olav)
    assert verify() == [
        "planned 8 = delivered 1 + suppressed 2 + pending 4 + dead 1",
        "The ledger holds.",
    ]


def test_a_lease_that_ran_out_is_said_but_is_no_breach() -> None:
    planned(note())
    claim_due(1, LEASE, NOON, policy=PLAIN)
    Delivery.objects.update(lease_until=Now() - LEASE)
    assert "1 of the pending wait for a worker to take over from one that vanished" in verify()


def row(subject: int) -> Delivery:
    return Delivery.objects.get(subject_id=subject)


def change(subject: int, **changes: object) -> None:
    Delivery.objects.filter(subject_id=subject).update(**changes)


def attempt(subject: int, **changes: object) -> None:
    Attempt.objects.filter(delivery__subject_id=subject).update(**changes)


TAMPERINGS: list[tuple[str, int, Callable[[], None]]] = [
    ("its state is none that the ledger knows", 1, lambda: change(1, state="lost")),
    ("it counts other attempts than were recorded", 1, lambda: change(1, attempts=2, fence=2)),
    ("its attempts are not numbered from 1 without a gap", 1, lambda: attempt(1, number=3)),
    ("it was attempted more often than claimed", 1, lambda: change(1, fence=0)),
    ("an attempt carries a fence that was not yet given", 1, lambda: attempt(1, fence=5)),
    ("it has a lease and is not being sent", 1, lambda: change(1, lease_until=NOON)),
    ("it is being sent without a lease", 7, lambda: change(7, lease_until=None)),
    ("an attempt goes on although nobody is sending", 1, lambda: attempt(1, finished_at=None)),
    ("an attempt of an earlier claim was never closed", 6, lambda: change(6, fence=F("fence") + 1)),
    ("it ended without a time", 1, lambda: change(1, finished_at=None)),
    ("it is pending and has a time of ending", 5, lambda: change(5, finished_at=NOON)),
    ("it was not sent and no reason is given", 8, lambda: change(8, reason="")),
    ("it is delivered, but no attempt was", 1, lambda: attempt(1, outcome=Outcome.FAILED)),
    (
        "an attempt delivered it, but it is not delivered",
        1,
        lambda: change(1, state=State.DEAD, reason="550"),
    ),
    ("it counts more failures than attempts", 1, lambda: change(1, failures=9)),
    ("it ended before it was planned", 1, lambda: change(1, finished_at=NOON - LEASE)),
    ("it is dead, but was never tried", 2, lambda: change(2, attempts=0)),
    ("its context is no JSON object", 1, lambda: change(1, context=[])),
    ("its template does not exist", 5, lambda: change(5, template="nothing")),
    ("its Message-ID does not derive from it", 1, lambda: change(1, recipient="eve@example.org")),
]
DOUBLINGS: list[tuple[str, int, Callable[[], None]]] = [
    ("it shares its Message-ID", 2, lambda: change(1, message_id=row(2).message_id)),
    ("it is planned twice", 1, lambda: change(1, subject_id=2, recipient="ann2@example.org")),
]


def assert_named(breach: str, subject: int, tamper: Callable[[], None]) -> None:
    guilty = row(subject).pk
    out = StringIO()
    with unguarded():
        tamper()
        with pytest.raises(CommandError, match="The ledger does not hold") as failure:
            call_command("verify_ledger", stdout=out)
    assert failure.value.returncode == 1
    assert f"delivery {guilty}: {breach}" in out.getvalue().splitlines()


@pytest.mark.parametrize(("breach", "subject", "tamper"), TAMPERINGS, ids=[name for name, *_ in TAMPERINGS])
def test_a_breach_is_named_with_its_row(
    breach: str, subject: int, tamper: Callable[[], None], olav: Associate
) -> None:
    tell_stories(olav)
    assert_named(breach, subject, tamper)


@pytest.mark.postgres  # SQLite cannot drop a unique constraint for the length of a test
@pytest.mark.parametrize(("breach", "subject", "tamper"), DOUBLINGS, ids=[name for name, *_ in DOUBLINGS])
def test_a_double_is_named_with_its_row(
    breach: str, subject: int, tamper: Callable[[], None], olav: Associate
) -> None:
    tell_stories(olav)
    assert_named(breach, subject, tamper)


@contextmanager
def unguarded() -> Iterator[None]:
    """Lets rows contradict themselves until the end of the test's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype IN ('c', 'u')"
                " AND conrelid IN ('crm_delivery'::regclass, 'crm_attempt'::regclass)"
            )
            for table, name in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        yield
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_attempts_of_a_row_that_is_gone_are_told(olav: Associate) -> None:
    tell_stories(olav)
    gone, out = row(1), StringIO()
    Delivery.objects.filter(pk=gone.pk)._raw_delete("default")
    with pytest.raises(CommandError):
        call_command("verify_ledger", stdout=out)
    gone.save(force_insert=True)
    assert f"delivery {gone.pk}: it is gone, but its attempts are there" in out.getvalue().splitlines()


def test_what_nobody_can_read_is_told_and_the_rest_is_still_looked_at(olav: Associate) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("columns hold what they are for")
    tell_stories(olav)
    out = StringIO()
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE crm_delivery SET created_at = 'garbage' WHERE subject_id = 1")
        cursor.execute("UPDATE crm_delivery SET context = '{broken' WHERE subject_id = 2")
        with pytest.raises(CommandError):
            call_command("verify_ledger", stdout=out)
        cursor.execute("UPDATE crm_delivery SET created_at = due_at, context = '{}'")
    lines = out.getvalue()
    assert "its dates cannot be read" in lines
    assert "its context is no JSON object" in lines
