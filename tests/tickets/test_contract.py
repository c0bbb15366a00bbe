"""The ticket passes the contract kit."""

from typing import Any

import pytest

from crm.directory.models import Associate
from crm.tickets.actions import new_ticket, save_ticket
from crm.tickets.contracts import TICKET
from crm.tickets.models import Ticket
from tests.contract import Carrier, EntityContract
from tests.tickets.crowd import tickets
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
