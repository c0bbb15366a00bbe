"""Tickets, messages and attachments pass the contract kit."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.directory.models import Associate
from crm.tickets.actions import (
    new_attachment,
    new_message,
    new_ticket,
    save_attachment,
    save_message,
    save_ticket,
)
from crm.tickets.contracts import ATTACHMENT, TICKET, TICKET_MESSAGE
from crm.tickets.models import Attachment, CategoryMembership, Ticket, TicketMessage
from tests.callers import Api
from tests.contract import Carrier, EntityContract
from tests.tickets.crowd import attachments, messages, tickets
from tests.world import World

pytestmark = pytest.mark.django_db


class TestTicketContract(EntityContract):
    contract = TICKET
    resource = "Ticket"
    agent = "Ticket"
    has_links_on_save = False
    samples = {"ConnectId": lambda world: tickets(world, 1)[0].pk}
    stamps = frozenset({"LastChanged"})
    follow = {
        "BaseStatus": frozenset({"Status", "IconHint", "ClosedAt"}),
        "Status": frozenset({"BaseStatus", "IconHint", "ClosedAt"}),
        "ReadStatus": frozenset({"IconHint"}),
        "SuggestedCategoryId": frozenset({"SuggestedCategoryName"}),
    }

    def new(self, by: Associate) -> Ticket:
        return new_ticket(by=by)

    def save(self, row: Any, values: dict[str, Any], by: Associate) -> Ticket:
        return save_ticket(row, values, by=by)

    def plant(self, world: World, number: int) -> list[Ticket]:
        return tickets(world, number)

    def body(self, world: World) -> Carrier:
        return {
            "title": "No light",
            "slevel": "External",
            "category": {"ticketCategoryId": world.loud.pk},
            "ownedBy": {"associateId": world.bo.pk},
            "secondaryPersons": [{"personId": world.dan.pk}],
            "tags": [{"id": world.vip.pk}, {"id": world.bug.pk}],
            "customFields": {"SuperOffice:1": "[I:4]"},
        }


class TestMessageContract(EntityContract):
    contract = TICKET_MESSAGE
    resource = "TicketMessage"
    agent = "Ticket"
    has_links_on_save = False
    samples = {
        "Ticket": lambda world: {"TicketId": tickets(world, 1)[0].pk},
        "MessageHeaders": [
            {"Name": "Cc", "Value": "b@desk.example", "StdItem": "Forward", "StdItemCol": "Name"}
        ],
    }
    stamps = frozenset({"Ticket"})  # its counters and its last change
    follow = {"Ticket": frozenset({"SearchTitle"})}

    def new(self, by: Associate) -> TicketMessage:
        return new_message(by=by)

    def save(self, row: Any, values: dict[str, Any], by: Associate) -> TicketMessage:
        return save_message(row, values, by=by)

    def plant(self, world: World, number: int) -> list[TicketMessage]:
        return messages(world, number)

    def body(self, world: World) -> Carrier:
        return {
            "ticket": {"ticketId": world.ticket.pk},
            "body": "Have you tried the switch?",
            "slevel": "External",
            "type": "Html",
            "timeSpent": 5,
            "customFields": {"SuperOffice:1": "[I:4]"},
        }

    def test_whether_its_ticket_may_be_seen_is_asked_once_and_not_for_each_member(self, world: World) -> None:
        (row,) = self.plant(world, 1)
        Api(world.ada).get(f"TicketMessage/{row.pk}")
        with CaptureQueriesContext(connection) as statements:
            Api(world.ada).get(f"TicketMessage/{row.pk}")
        (statement,) = [each["sql"] for each in statements if '"mail_sorter"' in each["sql"]]
        assert statement.count(CategoryMembership._meta.db_table) <= 2


class TestAttachmentContract(EntityContract):
    contract = ATTACHMENT
    resource = "Attachment"
    agent = "Ticket"
    samples = {"ContentType": "image/png"}

    def new(self, by: Associate) -> Attachment:
        return new_attachment(by=by)

    def save(self, row: Any, values: dict[str, Any], by: Associate) -> Attachment:
        return save_attachment(row, values, by=by)

    def plant(self, world: World, number: int) -> list[Attachment]:
        rows, (message,) = attachments(world, number), messages(world, 1)
        message.attachments.add(*rows)
        return rows

    def body(self, world: World) -> Carrier:
        return {"name": "Lamp.jpg", "contentType": "image/jpeg", "inlineImage": True, "contentId": "lamp"}

    def test_a_row_that_does_not_exist_is_404_and_null_for_agents(self, world: World) -> None:
        api = Api(world.tove)
        assert api.get("Attachment/999999", status=404)["ErrorType"] == "SoNotFoundException"
        assert api.post("Agents/Ticket/GetAttachmentEntity?attachmentEntityId=999999", None) is None
        assert api.put("Attachment/999999", self.body(world), status=404)["Error"] is True

    def test_an_attachment_is_not_deleted_by_itself(self, world: World) -> None:
        (row,) = self.plant(world, 1)
        assert Api(world.tove).delete(f"Attachment/{row.pk}", status=405)["Error"] is True
        api = Api(world.tove)
        api.post(f"Agents/Ticket/DeleteAttachmentEntity?AttachmentEntityId={row.pk}", None, status=404)
