"""A round of sending, with routes that fail on demand and a clock that stands still."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from django.db import OperationalError

from crm.delivery import actions
from crm.delivery.actions import claim_due
from crm.delivery.models import Attempt, Channel, Delivery, Outcome, State
from crm.delivery.notifications import Bell, Pace, Sender
from crm.delivery.notifications.heartbeat import Heartbeat
from crm.delivery.notifications.routes import DelayedError, RefusedError, UnreachableError
from tests.delivery.plans import LEASE, MINUTE, NOON, PLAIN, Clock, note, planned

pytestmark = pytest.mark.django_db


class Pigeon:
    """A route that remembers what it carried, and fails as it is told."""

    def __init__(self) -> None:
        self.carried: list[str] = []
        self.faults: dict[str, Exception] = {}
        self.down = ""
        self.opened = self.closed = 0
        self.on_send: Callable[[], object] = lambda: None

    def open(self) -> None:
        self.opened += 1
        if self.down:
            raise UnreachableError(self.down)

    def send(self, delivery: Delivery) -> None:
        self.on_send()
        if delivery.recipient in self.faults:
            raise self.faults[delivery.recipient]
        self.carried.append(delivery.recipient)

    def close(self) -> None:
        self.closed += 1


class Stand:
    """A sender with everything it stands on."""

    def __init__(self) -> None:
        self.mail, self.popup = Pigeon(), Pigeon()
        self.clock, self.bell = Clock(), Bell()
        self.lines: list[tuple[int, str]] = []
        self.sender = Sender(
            {Channel.EMAIL: self.mail, Channel.POPUP: self.popup},
            pace=replace(Pace(), batch=3),
            policy=PLAIN,
            clock=self.clock,
            bell=self.bell,
            report=lambda level, line: self.lines.append((level, line)),
        )

    def drain(self) -> int:
        return sum(iter(self.sender.round, 0))


@pytest.fixture
def stand() -> Iterable[Stand]:
    stand = Stand()
    yield stand
    stand.bell.close()


def states() -> list[str]:
    return list(Delivery.objects.order_by("subject_id").values_list("state", flat=True))


def test_everything_that_is_due_is_sent_batch_by_batch(stand: Stand) -> None:
    planned(*map(note, range(1, 8)))
    assert [stand.sender.round() for _round in range(4)] == [3, 3, 1, 0]
    assert stand.mail.carried == [f"ann{number}@example.org" for number in range(1, 8)]
    assert set(states()) == {State.DELIVERED}
    assert stand.mail.closed == 3


def test_each_channel_has_its_own_route(stand: Stand) -> None:
    planned(note(1), note(2, channel=Channel.POPUP), note(3, channel=Channel.SMS))
    stand.drain()
    assert (stand.mail.carried, stand.popup.carried) == (["ann1@example.org"], ["ann2@example.org"])
    assert states() == [State.DELIVERED, State.DELIVERED, State.PLANNED]


def test_a_refused_delivery_dies_and_the_others_arrive(stand: Stand) -> None:
    stand.mail.faults["ann2@example.org"] = RefusedError("550 no such user")
    planned(note(1), note(2), note(3))
    stand.drain()
    assert states() == [State.DELIVERED, State.DEAD, State.DELIVERED]
    assert Delivery.objects.dead().get().reason == "550 no such user"
    assert (1, "#{} test.note to ann2@example.org: failed, dead: 550 no such user") in [
        (level, line.replace(str(Delivery.objects.dead().get().pk), "{}", 1)) for level, line in stand.lines
    ]


def test_a_delayed_delivery_is_tried_again_when_its_time_comes(stand: Stand) -> None:
    stand.mail.faults["ann1@example.org"] = DelayedError("451 later")
    planned(note())
    assert stand.drain() == 1
    stand.mail.faults.clear()
    assert stand.drain() == 0
    stand.clock.forward(MINUTE)
    assert stand.drain() == 1
    assert states() == [State.DELIVERED]


def test_a_bug_in_one_delivery_is_a_failure_of_that_one(
    stand: Stand, caplog: pytest.LogCaptureFixture
) -> None:
    stand.mail.faults["ann1@example.org"] = ZeroDivisionError("oops")
    planned(note(1), note(2))
    stand.drain()
    assert states() == [State.PLANNED, State.DELIVERED]
    assert Delivery.objects.get(subject_id=1).reason == "ZeroDivisionError: oops"
    assert "could not be sent" in caplog.text


def test_a_route_that_is_down_costs_no_attempt_and_holds_up_no_other_route(stand: Stand) -> None:
    stand.mail.down = "mail server: gone"
    planned(*map(note, range(1, 8)), note(8, channel=Channel.POPUP))
    stand.drain()
    assert stand.popup.carried == ["ann8@example.org"]
    assert stand.mail.opened == 1
    assert set(states()[:7]) == {State.PLANNED}
    assert not Attempt.objects.exclude(delivery__channel=Channel.POPUP).exists()
    assert Delivery.objects.get(subject_id=1).reason == "mail server: gone"
    assert Delivery.objects.oldest_pending_age(NOON + MINUTE) == MINUTE


def test_however_long_a_route_is_down_everything_arrives_after_it_returns(stand: Stand) -> None:
    stand.mail.down = "mail server: gone"
    planned(*map(note, range(1, 6)))
    for _vain in range(10 * PLAIN.max_attempts):
        stand.drain()
        stand.clock.forward(MINUTE)
    assert stand.mail.opened > PLAIN.max_attempts
    stand.mail.down = ""
    stand.drain()
    assert set(states()) == {State.DELIVERED}
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}


def test_a_route_that_is_down_is_tried_less_and_less_often(stand: Stand) -> None:
    stand.mail.down = "mail server: gone"
    planned(note())
    vain = []
    for second in range(200):
        before = stand.mail.opened
        stand.drain()
        if stand.mail.opened > before:
            vain.append(second)
        stand.clock.forward(MINUTE / 60)
    assert vain == [0, 5, 15, 35, 75, 135, 195]


def test_a_stop_finishes_the_delivery_at_hand_and_gives_back_the_rest(stand: Stand) -> None:
    planned(note(1), note(2), note(3))
    stand.mail.on_send = stand.bell.ring
    stand.sender.round()
    assert states() == [State.DELIVERED, State.PLANNED, State.PLANNED]
    assert Attempt.objects.count() == 1


def test_a_delivery_that_another_worker_took_over_is_not_sent(stand: Stand) -> None:
    planned(note(1), note(2))

    def overtake() -> None:
        Delivery.objects.filter(subject_id=2).update(fence=9)

    stand.mail.on_send = overtake
    stand.sender.round()
    assert stand.mail.carried == ["ann1@example.org"]
    assert any("left to another worker" in line for _level, line in stand.lines)


def test_a_delivery_taken_over_during_the_send_is_not_marked(stand: Stand) -> None:
    planned(note())
    stand.mail.on_send = lambda: Delivery.objects.update(fence=9)
    stand.sender.round()
    assert states() == [State.SENDING]
    assert stand.lines[0][1].endswith("sent, but by then another worker's")


def test_what_was_sent_is_recorded_although_the_database_stumbles(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(note())
    monkeypatch.setattr(stand.bell, "rest", lambda _seconds: None)
    monkeypatch.setattr("crm.delivery.notifications.sender.connections.close_all", lambda: None)
    mark, stumbles = (
        actions.mark_delivered,
        iter([OperationalError("restarting"), OperationalError("starting")]),
    )

    def stumble(*given: object) -> bool:
        for error in stumbles:
            raise error
        return mark(*given)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(actions, "mark_delivered", stumble)
    stand.drain()
    assert states() == [State.DELIVERED]
    assert stand.mail.carried == ["ann1@example.org"]


def test_a_long_batch_keeps_its_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    planned(note())
    claims = claim_due(1, LEASE, NOON, policy=PLAIN)
    beats = threading.Semaphore(0)
    renewed: list[object] = []

    def renew(given: object, lease: object) -> int:
        renewed.append((given, lease))
        beats.release()
        return 1

    monkeypatch.setattr("crm.delivery.notifications.heartbeat.extend_leases", renew)
    with Heartbeat(claims, LEASE / 6000):
        for _beat in range(3):
            assert beats.acquire(timeout=10)
    assert renewed[0] == (claims, LEASE / 6000)


def test_a_heartbeat_outlives_a_stumbling_database(monkeypatch: pytest.MonkeyPatch) -> None:
    beats = threading.Semaphore(0)

    def stumble(*_given: object) -> int:
        beats.release()
        raise OperationalError("restarting")

    monkeypatch.setattr("crm.delivery.notifications.heartbeat.extend_leases", stumble)
    with Heartbeat([], LEASE / 6000):
        for _beat in range(3):
            assert beats.acquire(timeout=10)


def test_attempts_tell_the_whole_story(stand: Stand) -> None:
    stand.mail.faults["ann1@example.org"] = DelayedError("451 later")
    planned(note())
    stand.drain()
    stand.mail.faults.clear()
    stand.clock.forward(MINUTE)
    stand.drain()
    assert list(Attempt.objects.values_list("number", "started_at", "outcome", "error")) == [
        (1, NOON, Outcome.FAILED, "451 later"),
        (2, NOON + MINUTE, Outcome.DELIVERED, ""),
    ]
