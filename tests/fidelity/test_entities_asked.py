"""The life of one row of each resource, each call as documented: made, read, replaced, patched, deleted."""

from __future__ import annotations

from typing import Any

import pytest

from crm.wire.contract import Contract
from tests.callers import Api
from tests.carriers import contracts
from tests.fidelity.inventory import documented
from tests.fidelity.routes import SERVED, leads
from tests.world import World

# What a client sends to make one, and how the patch changes it.
BODIES: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "Ticket": ("TicketEntity", {"Title": "One"}, {"Title": "Two"}),
    "TicketMessage": ("TicketMessageEntity", {"Body": "One"}, {"Body": "Two"}),
    "Attachment": ("AttachmentEntity", {"Name": "one.txt"}, {"Name": "two.txt"}),
    "Appointment": ("AppointmentEntity", {"Title": "One"}, {"Title": "Two"}),
    "SystemEvent": ("SystemEventEntity", {"Eventkey": "one"}, {"Eventmess": "Two"}),
    "Contact": ("ContactEntity", {"Name": "One"}, {"Name": "Two"}),
    "Person": ("PersonEntity", {"Lastname": "One"}, {"Lastname": "Two"}),
    "Project": ("ProjectEntity", {"Name": "One"}, {"Name": "Two"}),
    "Sale": ("SaleEntity", {"Heading": "One"}, {"Heading": "Two"}),
    "TicketType": ("TicketTypeEntity", {"Name": "One"}, {"Name": "Two"}),
}
MORE = {"SystemEvent": {"Scope": "Database"}}
KEPT = ("Ticket", "TicketType")  # these are marked as deleted


def known(verb: str, address: str, query: str = "") -> bool:
    """Whether the call, with this query, is documented, and served here."""
    return any(
        (each.verb, each.address) == (verb, f"/api/v1/{address}") and (not query or query in each.query)
        for each in documented().endpoints
        if leads(each) == SERVED
    )


def only(carrier: dict[str, Any], key: str) -> bool:
    """Whether everything but the key, the rights and the links came as null."""
    told = (key, "_Links", "TableRight", "FieldProperties")
    return all(value is None for name, value in carrier.items() if name not in told)


def contract_of(carrier: str) -> Contract:
    return next(each for each in contracts() if each.name == carrier)


@pytest.mark.parametrize("resource", BODIES)
def test_each_call_of_a_resource_goes_well_with_each_of_its_options(resource: str, world: World) -> None:
    carrier, body, change = BODIES[resource]
    key = contract_of(carrier).key_name
    if resource == "TicketMessage":
        body = body | {"Ticket": {"TicketId": world.ticket.pk}}
    api = Api(world.tove)
    blank = api.get(f"{resource}/default")
    assert blank[key] == 0
    number = api.post(resource, body | MORE.get(resource, {}))[key]
    one = f"{resource}/{number}"
    whole = api.get(one)
    assert whole[key] == number
    patched = api.patch(one, change)
    assert {name: patched[name] for name in change} == change
    assert api.put(one, whole)[key] == number
    for verb, address, sent in (
        ("POST", resource, body | MORE.get(resource, {})),
        ("GET", one, None),
        ("PUT", one, whole),
        ("PATCH", one, change),
    ):
        if known(verb, address.replace(str(number), "{id}"), "$select"):
            assert only(api.call(verb, f"{address}?%24select={key}", sent), key)
    if known("GET", f"{resource}/{{id}}", "fk"):
        assert api.get(f"{one}?fk=true") == api.get(one)
    for part in ("Simple", "ForeignKey"):
        if known("GET", f"{resource}/{{id}}/{part}"):
            assert api.get(f"{one}/{part}") is not None
    if known("DELETE", f"{resource}/{{id}}"):
        api.delete(one)
        api.get(one, status=200 if resource in KEPT else 404)
