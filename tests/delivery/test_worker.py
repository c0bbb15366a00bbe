"""The loop of a worker, and the command around it."""

import datetime
import os
import signal
import time
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import OperationalError, transaction
from pytest_django import Settings

from crm.delivery.models import Channel, Delivery, State
from crm.delivery.notifications import Bell, Hourly, Pace, Worker
from tests.delivery.plans import NOON, note, planned

POLL = datetime.timedelta(seconds=2)


class CountingBell(Bell):
    """Rings at the last of so many rests, and remembers how long each was to be."""

    def __init__(self, last: int) -> None:
        super().__init__()
        self.last, self.rests = last, list[float]()

    def rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        if len(self.rests) == self.last:
            self.ring()


@pytest.fixture
def hire(monkeypatch: pytest.MonkeyPatch) -> Iterator["Hire"]:
    """Workers without a database."""
    monkeypatch.setattr("crm.delivery.notifications.worker.close_old_connections", lambda: None)
    monkeypatch.setattr("crm.delivery.notifications.worker.connections.close_all", lambda: None)
    bells: list[Bell] = []

    def worker(*rounds: Callable[[], int], rests: int) -> tuple[Worker, CountingBell, list[str]]:
        bell, lines = CountingBell(rests), list[str]()
        bells.append(bell)
        return (
            Worker(rounds, bell=bell, poll=POLL, report=lambda _level, line: lines.append(line)),
            bell,
            lines,
        )

    yield worker
    for bell in bells:
        bell.close()


Hire = Callable[..., tuple[Worker, CountingBell, list[str]]]


def test_a_worker_rests_only_when_nothing_is_left(hire: Hire) -> None:
    work = iter([50, 50, 3, 0, 1, 0])
    worker, bell, _lines = hire(lambda: next(work), rests=2)
    worker.run()
    assert bell.rests == [2, 2]
    assert list(work) == []


def test_a_worker_goes_round_again_while_any_of_its_rounds_finds_work(hire: Hire) -> None:
    first, second = iter([0, 0, 0]), iter([1, 1, 0])
    worker, _bell, _lines = hire(lambda: next(first), lambda: next(second), rests=1)
    worker.run()
    assert list(first) == list(second) == []


def test_a_worker_waits_for_a_database_that_went_away(hire: Hire) -> None:
    outage = iter([True] * 7 + [False, True])

    def work() -> int:
        if next(outage, False):
            raise OperationalError("the server closed the connection unexpectedly\n")
        return 0

    worker, bell, lines = hire(work, rests=9)
    worker.run()
    assert bell.rests == [1, 2, 4, 8, 16, 30, 30, 2, 1]
    assert lines[0] == ("Database trouble (the server closed the connection unexpectedly); next look in 1 s.")


def test_a_rung_bell_ends_every_rest_at_once() -> None:
    bell = Bell()
    began = time.monotonic()
    bell.ring(signal.SIGTERM, None)
    for _rest in range(3):
        bell.rest(15)
    bell.close()
    assert time.monotonic() - began < 30
    assert bell.rung


def test_the_pace_follows_the_settings(settings: Settings) -> None:
    for name, value in (
        ("BATCH_SIZE", 7),
        ("LEASE_SECONDS", 9),
        ("POLL_SECONDS", 0.5),
        ("RECONNECT_SECONDS", 3),
    ):
        setattr(settings, f"FJORD_{name}", value)
    pace = Pace.from_settings()
    assert (pace.batch, pace.lease.seconds, pace.poll.total_seconds(), pace.reconnect.seconds) == (
        7,
        9,
        0.5,
        3,
    )


@pytest.mark.django_db
def test_once_sends_what_is_due_and_leaves_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    tomorrow = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)
    planned(
        note(1), note(2, channel=Channel.POPUP), note(3, due_at=tomorrow), note(4, suppressed="not wanted")
    )
    call_command("work", "--once", verbosity=0)
    assert [message.to for message in mail.outbox] == [["ann1@example.org"]]
    assert list(Delivery.objects.order_by("subject_id").values_list("state", flat=True)) == [
        State.DELIVERED,
        State.DELIVERED,
        State.PLANNED,
        State.SUPPRESSED,
    ]
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
def test_the_worker_says_what_it_did_as_loudly_as_it_was_asked_to() -> None:
    (row, _other) = planned(note(1), note(2))
    out = StringIO()
    call_command("work", "--once", stdout=out)
    assert out.getvalue() == "Sent 2 of 2.\n"
    (row,) = planned(note(3))
    out = StringIO()
    call_command("work", "--once", stdout=out, verbosity=2)
    assert out.getvalue() == f"#{row.pk} test.note to ann3@example.org: delivered\nSent 1 of 1.\n"


@pytest.mark.django_db
def test_the_command_gives_the_signals_back() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)]
    call_command("work", "--once")
    assert [signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)] == before


@pytest.mark.django_db(transaction=True)  # a worker between two rounds drops a connection in a transaction
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_the_worker(number: signal.Signals, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        planned(note(due_at=NOON))
    monkeypatch.setattr(
        "crm.delivery.notifications.routes.mail.MailRoute.send",
        lambda _route, _delivery: os.kill(os.getpid(), number),
    )
    out = StringIO()
    call_command("work", stdout=out)
    assert out.getvalue() == "Worker started.\nSent 1 of 1.\nWorker stopped.\n"


def test_hourly_work_is_done_until_nothing_is_left_and_then_again_after_an_hour() -> None:
    left, now = [2, 1, 0, 5, 0], [NOON]
    work = Hourly(lambda: left.pop(0), lambda: now[0])
    assert [work() for _ in range(5)] == [2, 1, 0, 0, 0]
    now[0] = NOON + datetime.timedelta(minutes=59)
    assert work() == 0
    now[0] = NOON + datetime.timedelta(minutes=60)
    assert [work(), work(), work()] == [5, 0, 0]
    assert left == []
