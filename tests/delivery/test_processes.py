"""Workers as processes of their own against a real SMTP server: killed, frozen, doubled, and with the server down."""

import signal
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db.models import F

from crm.delivery.actions import Plan
from crm.delivery.models import Attempt, Delivery, Outcome, State
from tests.delivery.desk import Desk, until
from tests.delivery.plans import note
from tests.delivery.post_office import PostOffice, free_port


def letter(number: int) -> Plan:
    """A plan about ticket `number` with a text that the product itself ships, due at once."""
    return note(
        number,
        template="ticket_new",
        due_at=None,
        context={"ticket_id": number, "title": "Fish & chips", "author": "Ann", "status": "Open"},
    )


def all_over() -> bool:
    return not Delivery.objects.pending().exists()


def leased_until() -> object:
    """Until when the delivery that is being sent is leased."""
    return Delivery.objects.values_list("lease_until", flat=True).get(tries__finished_at=None, attempts=1)


def counted() -> dict[str, int]:
    return dict(Counter(Delivery.objects.values_list("state", flat=True)))


@pytest.fixture(autouse=True)
def the_ledger_holds_in_the_end(desk: Desk) -> object:
    yield
    call_command("verify_ledger", verbosity=0)


def test_each_recipient_gets_one_mail(desk: Desk) -> None:
    desk.plan(*map(letter, range(1, 6)))
    with PostOffice() as office:
        worker = desk.hire(office.url)
        until(all_over, "five mails")
        assert worker.stop() == 0
    assert office.recipients() == [f"ann{number}@example.org" for number in range(1, 6)]
    assert {got.message_id for got in office.letters} == set(
        Delivery.objects.values_list("message_id", flat=True)
    )
    assert {got.message["Subject"] for got in office.letters} >= {"New ticket 1: Fish & chips"}
    assert worker.said("Worker stopped.")


def test_a_worker_told_to_run_once_ends_when_nothing_is_due(desk: Desk) -> None:
    desk.plan(*map(letter, range(1, 4)))
    with PostOffice() as office:
        assert desk.hire(office.url, "--once").finished() == 0
    assert len(office.letters) == 3


def test_without_a_mail_server_mail_lands_in_a_file_that_a_person_can_read(
    desk: Desk, tmp_path: Path
) -> None:
    desk.plan(*map(letter, range(1, 4)))
    assert desk.hire(f"filemail:///{tmp_path / 'mail'}", "--once").finished() == 0
    (file,) = (tmp_path / "mail").iterdir()
    mail = file.read_text()
    assert all(f"To: ann{number}@example.org\n" in mail for number in range(1, 4))
    assert "Subject: New ticket 1: Fish & chips\n" in mail


def test_a_worker_killed_during_a_send_loses_nothing_and_the_repeat_has_the_same_message_id(
    desk: Desk,
) -> None:
    desk.plan(*map(letter, range(1, 4)))
    with PostOffice() as office:
        office.hold_back()
        victim = desk.hire(office.url, lease_seconds=1)
        assert office.holding.wait(60)
        victim.kill()
        office.let_go()
        desk.hire(office.url, lease_seconds=1)
        until(all_over, "what the killed worker left")
    repeated = Attempt.objects.get(outcome=Outcome.ABANDONED).delivery
    assert counted() == {State.DELIVERED: 3}
    assert set(office.recipients()) == {f"ann{number}@example.org" for number in range(1, 4)}
    copies = [got for got in office.letters if got.recipient == repeated.recipient]
    assert {got.message_id for got in copies} == {repeated.message_id}
    assert repeated.attempts == 2


def test_a_worker_asked_to_stop_finishes_the_delivery_at_hand_and_leaves_the_others(desk: Desk) -> None:
    desk.plan(*map(letter, range(1, 4)))
    with PostOffice() as office:
        office.hold_back()
        worker = desk.hire(office.url)
        assert office.holding.wait(60)
        worker.signal(signal.SIGTERM)
        office.let_go()
        assert worker.finished() == 0
    assert len(office.letters) == 1
    assert counted() == {State.DELIVERED: 1, State.PLANNED: 2}


def test_while_the_server_is_down_nothing_burns_out_and_everything_arrives_after_it_returns(
    desk: Desk,
) -> None:
    desk.plan(*map(letter, range(1, 6)))
    port = free_port()
    worker = desk.hire(f"smtp://127.0.0.1:{port}", max_attempts=2)
    until(lambda: worker.log.read_text().count("rests for") >= 4, "four vain looks for the server")
    assert counted() == {State.PLANNED: 5}
    with PostOffice(port=port) as office:
        until(all_over, "everything after the server returned")
    assert len(office.letters) == 5
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}


def test_a_poison_recipient_among_a_hundred_is_the_only_one_that_dies(desk: Desk) -> None:
    desk.plan(*map(letter, range(1, 101)))
    with PostOffice(refuse={"ann50@example.org": "550 5.1.1 no such user"}) as office:
        desk.hire(office.url)
        until(all_over, "ninety-nine mails and one refusal")
    assert counted() == {State.DELIVERED: 99, State.DEAD: 1}
    assert len(set(office.recipients())) == len(office.letters) == 99
    dead = Delivery.objects.dead().get()
    assert (dead.recipient, dead.reason, dead.attempts) == ("ann50@example.org", "550 5.1.1 no such user", 1)


def test_a_recipient_put_off_by_the_server_gets_the_mail_later(desk: Desk) -> None:
    desk.plan(letter(1))
    with PostOffice(refuse={"ann1@example.org": "451 4.7.1 greylisted"}) as office:
        desk.hire(office.url, retry_seconds=0.1)
        until(Delivery.objects.filter(failures__gte=2).exists, "two refusals")
        office.refuse.clear()
        until(all_over, "the mail")
    assert office.recipients() == ["ann1@example.org"]


def test_two_workers_share_two_hundred_deliveries_and_double_none(desk: Desk) -> None:
    with PostOffice() as office:
        workers = [desk.hire(office.url, batch_size=10) for _worker in range(2)]
        for worker in workers:
            until(lambda worker=worker: worker.said("Worker started."), "both workers")  # type: ignore[misc]  # bound
        desk.plan(*map(letter, range(1, 201)))
        until(all_over, "two hundred mails")
    assert len(office.letters) == len(set(office.recipients())) == 200
    assert not Delivery.objects.exclude(attempts=1, fence=1).exists()
    assert all(worker.said(": delivered") for worker in workers)


def test_a_worker_in_a_long_send_keeps_its_lease(desk: Desk) -> None:
    desk.plan(*map(letter, range(1, 4)))
    with PostOffice() as office:
        office.hold_back()
        desk.hire(office.url, lease_seconds=1)
        assert office.holding.wait(60)
        desk.hire(office.url, lease_seconds=1)
        leases = set[object]()

        def renewed() -> bool:
            leases.add(leased_until())
            return len(leases) > 9

        until(renewed, "nine heartbeats, three times the lease")
        office.let_go()
        until(all_over, "three mails")
    assert len(office.letters) == 3
    assert not Delivery.objects.exclude(attempts=1, fence=1).exists()


def test_a_worker_frozen_past_its_lease_is_fenced_off_when_it_wakes(desk: Desk) -> None:
    desk.plan(*map(letter, range(1, 4)))
    with PostOffice() as office:
        office.hold_back()
        frozen = desk.hire(office.url, lease_seconds=1)
        assert office.holding.wait(60)
        lease = leased_until()
        until(lambda: leased_until() != lease, "a heartbeat")  # so that it holds no lock when it freezes
        frozen.signal(signal.SIGSTOP)
        desk.hire(office.url, lease_seconds=1)
        until(all_over, "what the frozen worker held")
        before = list(Delivery.objects.order_by("pk").values())
        office.let_go()
        frozen.signal(signal.SIGCONT)
        until(lambda: frozen.said("sent, but by then another worker's"), "the frozen worker to notice")
        assert frozen.stop() == 0
    assert list(Delivery.objects.order_by("pk").values()) == before
    assert counted() == {State.DELIVERED: 3}
    assert Delivery.objects.filter(fence=2).count() == 3
    assert Delivery.objects.filter(attempts=F("fence")).count() == 1
    assert len({got.message_id for got in office.letters}) == 3
    assert len(office.letters) == 4
