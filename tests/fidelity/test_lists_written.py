"""Every member of an item of a list that clients may write comes back as it was written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from crm.wire.contract import Contract
from tests.callers import Api
from tests.carriers import contracts
from tests.changes import another, comes_back, members_sent
from tests.fidelity.recording import Shown
from tests.tickets.crowd import tickets
from tests.world import World

LISTS = {
    "TicketCategoryEntity": "List/TicketCategory",
    "TicketPriorityEntity": "List/TicketPriority",
    "TicketStatusEntity": "List/TicketStatus",
    "TicketTypeEntity": "List/TicketType",
    "TaskListItem": "List/Task",
}


LEVEL = {
    "AlertLevel": 1, "AlertTimeout": 90, "Action": 3, "DelegateTo": 4, "ScriptId": 5, "EmailTo": "a@b.example",
    "SmsTo": "+47 1", "ReplyTemplateIdCustomer": 6, "ReplyTemplateIdUser": 7, "ReplyTemplateIdCatmast": 8,
    "ReplyTemplateIdEmail": 9, "RtiCustomerSms": 10, "ReplyTemplateIdUserSms": 11, "ReplyTemplateIdCatmastSms": 12,
    "ReplyTemplateIdSms": 13,
}  # fmt: skip
# Values that must make sense beside others.
SAMPLES: dict[str, Callable[[World], Any]] = {
    "Hour": lambda _world: "0001-01-01T08:30:00",  # of an office, on any day
    "ParentId": lambda world: world.support.pk,
    "CategoryMaster": lambda world: world.ada.pk,
    "EscalationLevels": lambda world: [LEVEL | {"DelegateTo": world.ada.pk}],
    "NonDates": lambda _world: ["2026-05-01T00:00:00"],
    "TicketStatuses": lambda world: [world.waiting.pk],
    "TicketPriorities": lambda world: [world.urgent.pk],
    "DefaultTicketStatus": lambda world: world.waiting.pk,
    "DefaultTicketPriority": lambda world: world.urgent.pk,
    "VisibleForGroups": lambda world: [world.desk.pk],
}


def contract_of(carrier: str) -> Contract:
    return next(each for each in contracts() if each.name == carrier)


@pytest.mark.parametrize("carrier", LISTS)
def test_every_member_of_an_item_comes_back_as_it_was_written(
    carrier: str, world: World, shown: Shown
) -> None:
    tickets(world, 1)
    api, contract, items = Api(world.tove), contract_of(carrier), f"{LISTS[carrier]}/Items"
    old = api.post(items, {"Name": "Fresh", "Value": "Fresh"})
    lost: dict[str, Any] = {}
    for member in contract.writable.values():
        name = "Hour" if member.kind.name == "date-time" else member.name
        own = SAMPLES.get(name) if isinstance(old[member.name], (int, list)) or name == "Hour" else None
        sent = own(world) if own else another(member, old[member.name])
        new = api.put(f"{items}/{old[contract.key_name]}", old | {member.name: sent})
        if not comes_back(sent, new[member.name]):
            lost[member.name] = sent, new[member.name]
        for written in members_sent(contract, member.name, sent):
            shown(f"changed {written}")
        old = new
    assert lost == {}


# What is made of the carriers that lists share, by where that is.
MADE: dict[str, tuple[str, dict[str, Any]]] = {
    "HeadingEntity": ("List/Priority/Headings", {"Name": "Soon", "Tooltip": "In a day", "Rank": 3}),
    "ListEntity": ("List", {"Name": "Colours", "Tooltip": "Of lamps", "Rank": 7}),
    "ListItemEntity": ("List/Floors/Items", {"Name": "Ground", "Tooltip": "Below", "Rank": 2}),
}


@pytest.mark.parametrize("carrier", MADE)
def test_what_lists_are_made_of_comes_back_as_it_was_written(
    carrier: str, world: World, shown: Shown
) -> None:
    api, (address, body) = Api(world.tove), MADE[carrier]
    api.post("List", {"Name": "Floors"})
    sent = body | {"Deleted": True}
    made = api.post(address, sent)
    assert {name: made[name] for name in sent} == sent
    for name in sent:
        shown(f"changed {carrier}.{name}")


def test_the_statuses_of_a_type_come_in_the_order_of_their_keys_however_they_were_added(world: World) -> None:
    api, first, second = Api(world.tove), *sorted((world.open.pk, world.waiting.pk))
    made = api.post("TicketType", {"Name": "Wish", "TicketStatuses": [second], "DefaultTicketStatus": second})
    told = api.put(f"TicketType/{made['TicketTypeId']}", {**made, "TicketStatuses": [second, first]})
    assert told["TicketStatuses"] == [first, second]
