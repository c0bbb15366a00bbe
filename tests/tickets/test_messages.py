"""Messages keep their ticket's counters, first answer and read state true."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from crm.directory.models import Associate
from crm.tickets.actions import save_message
from crm.tickets.models import ReadStatus, SecurityLevel, Ticket, TicketMessage
from crm.tickets.views.ticket import TicketViewSet
from tests.callers import Api
from tests.concurrency import vanishing
from tests.world import HOUR, NOON, World, again

pytestmark = pytest.mark.django_db
INTERNAL, EXTERNAL = SecurityLevel.INTERNAL, SecurityLevel.EXTERNAL


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def said(world: World, by: Associate | None = None, **values: Any) -> TicketMessage:
    """A message in the world's ticket, by Ada unless somebody else is named."""
    message = TicketMessage(ticket=world.ticket)
    return again(save_message(message, {"body": "Hei", **values}, by=by or world.ada))


def counters(world: World) -> tuple[int, int, bool]:
    ticket = again(world.ticket)
    return ticket.num_messages, ticket.num_replies, ticket.has_attachment


def test_every_message_counts_and_those_to_the_customer_are_answers(world: World) -> None:
    said(world, slevel=INTERNAL)
    assert counters(world) == (1, 0, False)
    said(world, slevel=EXTERNAL)
    assert counters(world) == (2, 1, False)
    said(world, slevel=EXTERNAL, person_id=world.cleo_person.pk)
    assert counters(world) == (3, 1, False), "what a customer says is no answer"
    said(world, num_attachments=2)
    assert counters(world) == (4, 1, True)


def test_a_message_that_changes_is_counted_anew(world: World) -> None:
    message = said(world, slevel=EXTERNAL, num_attachments=1)
    save_message(message, {"slevel": INTERNAL, "num_attachments": 0}, by=world.ada)
    assert counters(world) == (1, 0, False)


def test_counters_that_went_astray_are_set_right(world: World) -> None:
    Ticket.objects.update(num_messages=99, num_replies=98)
    said(world)
    assert counters(world) == (1, 0, False)


def test_the_first_answer_is_remembered_and_never_moved(world: World, noon: time_machine.Traveller) -> None:
    said(world, slevel=EXTERNAL, person_id=world.cleo_person.pk)
    said(world, slevel=INTERNAL)
    assert again(world.ticket).replied_at is None
    noon.move_to(NOON + HOUR)
    answer = said(world, slevel=EXTERNAL)
    noon.move_to(NOON + 2 * HOUR)
    said(world, slevel=EXTERNAL)
    save_message(answer, {"body": "Edited"}, by=world.ada)
    assert again(world.ticket).replied_at == NOON + HOUR


def test_a_change_to_external_later_is_no_first_answer(world: World) -> None:
    message = said(world, slevel=INTERNAL)
    save_message(message, {"slevel": EXTERNAL}, by=world.ada)
    assert again(world.ticket).replied_at is None


@pytest.mark.parametrize(
    ("before", "by", "after"),
    [
        (ReadStatus.GREEN, "bo", ReadStatus.YELLOW),
        (ReadStatus.GREEN, "ada", ReadStatus.GREEN),  # her own words are no news to the owner
        (ReadStatus.RED, "bo", ReadStatus.RED),
        (ReadStatus.YELLOW, "bo", ReadStatus.YELLOW),
    ],
)
def test_a_ticket_that_was_read_holds_news_for_its_owner(
    before: int, by: str, after: int, world: World
) -> None:
    Ticket.objects.update(read_status=before)
    said(world, by=getattr(world, by))
    assert again(world.ticket).read_status == after


def test_an_edited_message_is_no_news(world: World) -> None:
    message = said(world)
    Ticket.objects.update(read_status=ReadStatus.GREEN)
    save_message(message, {"body": "Edited"}, by=world.bo)
    assert again(world.ticket).read_status == ReadStatus.GREEN


def test_a_message_knows_who_wrote_it_and_when(world: World, noon: time_machine.Traveller) -> None:
    message = said(world)
    assert (message.created_by, message.author, message.created_at) == (world.ada, "Ada Berg", NOON)
    customers = said(world, person_id=world.cleo_person.pk, author="Cleo Marsh")
    assert (customers.created_by, customers.author) == (None, "Cleo Marsh")
    noon.move_to(NOON + HOUR)
    save_message(message, {"body": "Edited"}, by=world.bo)
    message = again(message)
    assert (message.created_by, message.created_at, message.changed_at) == (world.ada, NOON, NOON + HOUR)


def test_every_message_touches_its_ticket(world: World, noon: time_machine.Traveller) -> None:
    noon.move_to(NOON + HOUR)
    said(world)
    assert again(world.ticket).last_changed == NOON + HOUR


def test_the_ticket_shows_its_messages_oldest_first(world: World) -> None:
    said(world, created_at=NOON, author="second")
    said(world, created_at=NOON - HOUR, author="first")
    messages = Api(world.ada).get(f"Ticket/{world.ticket.pk}")["Messages"]
    assert [(each["Author"], each["CreatedAt"]) for each in messages] == [
        ("first", "2026-03-02T11:00:00"),
        ("second", "2026-03-02T12:00:00"),
    ]


def test_a_customer_is_not_shown_what_colleagues_say_among_themselves(world: World) -> None:
    said(world, slevel=INTERNAL, email_header="From: boss@desk.example")
    said(world, slevel=EXTERNAL)
    messages = Api(world.cleo).get(f"Ticket/{world.ticket.pk}")["Messages"]
    assert [message["Slevel"] for message in messages] == ["External"]


def test_a_message_that_moves_is_counted_where_it_is_and_no_more_where_it_was(world: World) -> None:
    message, other = said(world, slevel=EXTERNAL, num_attachments=1), again(world.ticket)
    said(world, slevel=INTERNAL)
    other.pk = None
    other.save()
    moved = save_message(message, {"ticket_id": other.pk}, by=world.ada)
    assert again(moved).ticket_id == other.pk
    assert counters(world) == (1, 0, False)
    assert (again(other).num_messages, again(other).num_replies, again(other).has_attachment) == (1, 1, True)
    assert again(world.ticket).last_changed == again(other).last_changed == NOON


def test_a_message_that_is_deleted_meanwhile_is_not_said_again(world: World) -> None:
    message = said(world)
    TicketMessage.objects.all().delete()
    with pytest.raises(TicketMessage.DoesNotExist):
        save_message(message, {"body": "Late"}, by=world.ada)
    assert not TicketMessage.objects.exists()


def test_what_somebody_else_changed_of_a_message_stays(world: World) -> None:
    message = said(world)
    TicketMessage.objects.update(important=True)
    save_message(message, {"body": "Better"}, by=world.ada)
    assert (again(message).important, again(message).body) == (True, "Better")


def test_a_ticket_that_is_gone_when_it_is_saved_is_not_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    vanishing(TicketViewSet, monkeypatch)
    Api(world.tove).put(f"Ticket/{world.ticket.pk}", {"Title": "Late"}, status=404)
    assert not Ticket.objects.exists()
