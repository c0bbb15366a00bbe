"""Messages over the API: in the right ticket, with their headers, seen by the right people, told to the owner."""

from __future__ import annotations

import pytest

from crm.delivery.models import Delivery, State
from crm.tickets.actions import save_message, save_ticket
from crm.tickets.models import ReadStatus, SecurityLevel, Ticket, TicketMessage, TicketMessageHeader
from tests.callers import Api
from tests.tickets.crowd import messages, tickets
from tests.world import NOON, World, again, plant

pytestmark = pytest.mark.django_db


def said(world: World, ticket: Ticket, **more: object) -> TicketMessage:
    values = {"body": "Hei", "ticket_id": ticket.pk, **more}
    return save_message(TicketMessage(), values, by=world.ada)


def test_a_message_needs_a_ticket_that_one_sees(world: World) -> None:
    api = Api(world.nils)
    answer = api.post("TicketMessage", {"Body": "x"}, status=400)
    assert answer["ErrorMessage"].startswith("$.Ticket: ")
    hidden = save_ticket(Ticket(), {"category_id": world.secret.pk}, by=world.tove)
    for key in (999999, hidden.pk):
        answer = api.post("TicketMessage", {"Ticket": {"TicketId": key}}, status=400)
        assert answer["ErrorMessage"].startswith("$.Ticket.TicketId: ")
    assert not TicketMessage.objects.exists()


def test_a_posted_message_counts_in_its_ticket(world: World) -> None:
    body = {"Ticket": {"TicketId": world.ticket.pk}, "Body": "Hei", "Slevel": "External", "TimeSpent": 7}
    answer = Api(world.ada).post("TicketMessage", body)
    assert (answer["SearchTitle"], answer["Author"], answer["Badge"]) == ("No light", "Ada Berg", "Unknown")
    assert answer["Ticket"]["NumMessages"] == 1
    ticket = again(world.ticket)
    assert (ticket.num_messages, ticket.num_replies, ticket.time_spent) == (1, 1, 7)


def test_a_message_that_moves_is_counted_where_it_is(world: World) -> None:
    (other,) = tickets(world, 1)
    before = again(other).messages.count()
    message = said(world, world.ticket, time_spent=5)
    Api(world.ada).put(f"TicketMessage/{message.pk}", {"Ticket": {"TicketId": other.pk}, "TimeSpent": 5})
    assert (again(world.ticket).num_messages, again(world.ticket).time_spent) == (0, 0)
    assert (again(other).num_messages, again(other).time_spent) == (before + 1, 5)


def test_a_put_keeps_the_ticket_that_it_leaves_out(world: World) -> None:
    message = said(world, world.ticket, slevel=SecurityLevel.EXTERNAL)
    answer = Api(world.ada).put(f"TicketMessage/{message.pk}", {"Body": "Changed"})
    assert answer["Ticket"]["TicketId"] == world.ticket.pk
    assert (answer["Body"], answer["Slevel"], answer["Author"]) == ("Changed", "External", "Ada Berg")


def test_headers_that_stay_keep_their_rows_and_others_are_replaced(world: World) -> None:
    api = Api(world.ada)
    sent = [{"Name": "To", "Value": "a@x.example"}, {"Name": "Cc", "Value": "b@x.example"}]
    answer = api.post("TicketMessage", {"Ticket": {"TicketId": world.ticket.pk}, "MessageHeaders": sent})
    headers = answer["MessageHeaders"]
    assert [(each["Name"], each["Value"]) for each in headers] == [
        ("To", "a@x.example"),
        ("Cc", "b@x.example"),
    ]
    key = answer["EjMessageId"]
    assert api.put(f"TicketMessage/{key}", answer)["MessageHeaders"] == headers
    answer["MessageHeaders"] = headers[:1]
    assert len(api.put(f"TicketMessage/{key}", answer)["MessageHeaders"]) == 1
    assert TicketMessageHeader.objects.count() == 1


def test_a_deleted_message_is_gone_and_no_longer_counted(world: World) -> None:
    message, other = said(world, world.ticket), said(world, world.ticket)
    api = Api(world.tove)
    api.delete(f"TicketMessage/{message.pk}")
    body = {"ticketMessageEntityId": other.pk}
    api.post("Agents/Ticket/DeleteTicketMessageEntity", body, status=204)
    assert (TicketMessage.objects.count(), again(world.ticket).num_messages) == (0, 0)


def test_a_colleague_without_the_right_deletes_nothing(world: World) -> None:
    message = said(world, world.ticket)
    Api(world.ada).delete(f"TicketMessage/{message.pk}", status=403)
    assert TicketMessage.objects.exists()


def test_a_customer_sees_what_was_said_to_them(world: World) -> None:
    Ticket.objects.filter(pk=world.ticket.pk).update(person=world.cleo_person, slevel=SecurityLevel.EXTERNAL)
    outside = said(world, world.ticket, slevel=SecurityLevel.EXTERNAL)
    said(world, world.ticket, slevel=SecurityLevel.INTERNAL)
    assert list(TicketMessage.objects.visible_to(world.cleo)) == [outside]
    Ticket.objects.filter(pk=world.ticket.pk).update(slevel=SecurityLevel.INTERNAL)
    assert not TicketMessage.objects.visible_to(world.cleo).exists()


def test_the_owner_is_told_of_a_message_once_when_asked(world: World) -> None:
    Ticket.objects.filter(pk=world.ticket.pk).update(owner=world.bo)
    api, body = Api(world.ada), {"Ticket": {"TicketId": world.ticket.pk}, "Body": "Look & see"}
    api.post("TicketMessage", body)
    assert not Delivery.objects.exists()
    key = api.post("TicketMessage?notify=true", body)["EjMessageId"]
    delivery = Delivery.objects.get()
    assert (delivery.kind, delivery.recipient, delivery.state) == (
        "ticket.message",
        world.bo.email,
        State.PLANNED,
    )
    assert delivery.context["text"] == "Look & see"
    api.put(f"TicketMessage/{key}?notify=true", body)
    api.post(f"Ticket/{world.ticket.pk}/NotifyNewMessage", None, status=204)
    named = {"ticketEntityId": world.ticket.pk}
    api.post("Agents/Ticket/NotifyNewTicketMessage", named, status=204)
    assert Delivery.objects.count() == 1


def test_a_message_of_ones_own_or_in_nobodys_ticket_is_told_to_nobody(world: World) -> None:
    api, body = Api(world.ada), {"NewEntity": {"Ticket": {"TicketId": world.ticket.pk}}, "Notify": True}
    Ticket.objects.filter(pk=world.ticket.pk).update(owner=world.ada)
    api.post("Agents/Ticket/SaveTicketMessageEntityWithNotify", body)
    assert Delivery.objects.get().state == State.SUPPRESSED
    Ticket.objects.filter(pk=world.ticket.pk).update(owner=None)
    api.post("Agents/Ticket/SaveTicketMessageEntityWithNotify", body)
    assert Delivery.objects.count() == 1


def test_the_mail_choice_of_the_owner_counts(world: World) -> None:
    world.bo.email_mask = 4095 - 2
    world.bo.save()
    Ticket.objects.filter(pk=world.ticket.pk).update(owner=world.bo)
    body = {"Ticket": {"TicketId": world.ticket.pk}, "Body": "Hei"}
    Api(world.ada).post("TicketMessage?notify=true", body)
    assert Delivery.objects.get().state == State.SUPPRESSED


def test_a_ticket_without_messages_has_none_to_tell_of(world: World) -> None:
    Api(world.ada).post(f"Ticket/{world.ticket.pk}/NotifyNewMessage", None, status=204)
    assert not Delivery.objects.exists()


def test_the_messages_of_a_ticket_come_all_or_those_asked_for(world: World) -> None:
    api = Api(world.ada)
    first, second, third = messages(world, 3)
    body = {"ticketId": world.ticket.pk, "messageIds": []}
    answer = api.post("Agents/Ticket/GetTicketMessageEntities", body)
    assert [each["EjMessageId"] for each in answer] == [third.pk, second.pk, first.pk]
    assert len(answer[0]["AttachmentsInfo"]) == 1
    body = {"ticketId": world.ticket.pk, "messageIds": [second.pk, 999999]}
    assert [each["EjMessageId"] for each in api.post("Agents/Ticket/GetTicketMessageEntities", body)] == [
        second.pk
    ]
    assert api.post("Agents/Ticket/GetTicketMessageEntities", {"ticketId": 999999}) == []


def test_a_message_is_marked_important_and_back(world: World) -> None:
    api, message = Api(world.ada), said(world, world.ticket)
    for important in (True, False):
        body = {"ticketMessageId": message.pk, "important": important}
        api.post("Agents/Ticket/SetTicketMessageImportant", body, status=204)
        assert again(message).important is important
    api.post("Agents/Ticket/SetTicketMessageImportant", {"ticketMessageId": 999999}, status=404)


def test_the_short_and_the_whole_carrier_are_of_one_message(world: World) -> None:
    api, message = Api(world.ada), said(world, world.ticket)
    short = api.post(f"Agents/Ticket/GetTicketMessage?ticketMessageId={message.pk}", None)
    whole = api.post("Agents/Ticket/GetTicketMessageWithOptions", {"ticketMessageEntityId": message.pk})
    assert short["TicketMessageId"] == whole["EjMessageId"] == message.pk
    assert whole == api.get(f"TicketMessage/{message.pk}")
    assert api.post("Agents/Ticket/GetTicketMessage?ticketMessageId=999999", None) is None
    assert api.get(f"TicketMessage/{message.pk}/ForeignKey") == {}


def test_new_information_turns_a_read_ticket_yellow(world: World) -> None:
    Ticket.objects.filter(pk=world.ticket.pk).update(owner=world.bo, read_status=ReadStatus.GREEN)
    said(world, world.ticket)
    assert again(world.ticket).read_status == ReadStatus.YELLOW


def test_old_messages_keep_their_time(world: World) -> None:
    (message,) = plant(TicketMessage(ticket=world.ticket, created_at=NOON, author="Old"))
    answer = Api(world.ada).put(f"TicketMessage/{message.pk}", {"Body": "x"})
    assert answer["CreatedAt"] == "2026-03-02T12:00:00"
