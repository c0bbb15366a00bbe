"""Each option of each documented list has its effect: three rows are told apart by what is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from crm.appointments.models import Appointment, AppointmentLink, Participant
from crm.directory.models import Project, ProjectMember, Sale
from crm.tickets.models import Ticket
from tests.appointments.crowd import appointments
from tests.callers import Api
from tests.directory.crowd import contacts, people, projects, sales
from tests.events.crowd import events
from tests.fidelity.inventory import Endpoint, documented
from tests.fidelity.routes import SERVED, leads
from tests.tickets.crowd import messages, tickets
from tests.world import World, plant

SAFE = re.compile(r"\w+")
# What is in the place of `{id}` and `{provider}`.
PARENTS: dict[str, Callable[[World], Any]] = {
    "Ticket": lambda world: world.ticket.pk,
    "Appointment": lambda _world: Appointment.objects.order_by("pk").values_list("pk", flat=True)[0],
    "Contact": lambda world: world.lab.pk,
    "Person": lambda world: world.dan.pk,
    "Project": lambda world: world.rollout.pk,
    "Archive": lambda _world: "Ticket",
}
SHOWN = [
    "Ticket", "Ticket/{id}/Messages", "TicketMessage", "SystemEvent", "User",
    "Appointment", "Appointment/{id}/Participants", "Appointment/{id}/Links",
    "Contact", "Contact/{id}/Appointments", "Contact/{id}/Projects", "Contact/{id}/Sales", "Contact/{id}/Persons",
    "Contact/{id}/Tickets", "Person", "Person/{id}/Appointments", "Person/{id}/Sales", "Person/{id}/Tickets",
    "Project", "Project/{id}/Members", "Project/{id}/Contacts", "Sale", "Archive/{provider}",
]  # fmt: skip


@pytest.fixture
def rows_for_all(world: World) -> None:
    """At least three rows in every list, and below every parent."""
    messages(world, 3)
    tickets(world, 3)
    events(world, 3)
    sales(world, 3)
    Ticket.objects.update(person=world.dan)
    Sale.objects.update(contact=world.lab, person=world.dan)
    first = appointments(world, 3)[0]
    Appointment.objects.update(contact=world.lab, person=world.dan)
    plant(*[Participant(appointment=first, person=world.erik) for _ in range(3)])
    plant(
        *[AppointmentLink(appointment=first, entity_name="sale", entity_id=each) for each in range(901, 904)]
    )
    companies, makers = [world.lab, *contacts(world, 3)], people(world, 3)
    for person in makers:
        person.contact = world.lab
        person.save(update_fields=["contact"])
    members = [(project, world.lab) for project in projects(world, 3)]
    members += [(Project.objects.get(pk=world.rollout.pk), company) for company in companies]
    plant(*[ProjectMember(project=project, contact=company) for project, company in members])


def query(**options: Any) -> str:
    return "&".join(f"%24{name}={quote(str(value))}" for name, value in options.items())


class List:
    """One list as an administrator asks it, and the column that holds the keys of its rows."""

    def __init__(self, api: Api, endpoint: Endpoint, world: World) -> None:
        self.api = api
        parent = PARENTS.get(endpoint.resource)
        self.path = re.sub(r"\{\w+\}", str(parent(world)) if parent else "", endpoint.address).removeprefix(
            "/api/v1/"
        )
        self.all = self.ask()
        self.keys = [int(row["PrimaryKey"]) for row in self.all]
        self.key = next(name for name in self.all[0] if self._holds_keys(name))

    def _holds_keys(self, name: str) -> bool:
        return name != "PrimaryKey" and [row[name] for row in self.all] == self.keys

    def ask(self, **options: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.api.get(f"{self.path}?{query(**options)}")["value"]
        return found

    def wrong(self) -> list[str]:
        """The options without their effect."""
        assert len(set(self.keys)) >= 3, f"{self.path} has {self.keys}"
        tests = (self.page, self.shapes, self.kinds, self.names, self.total)
        return [test.__name__ for test in tests if not test()]

    def page(self) -> bool:
        """$select, $filter, $orderBy, $top, $skip: of the keys but the lowest, from the highest, the second."""
        options = {"filter": f"{self.key} gt {min(self.keys)}", "orderBy": f"{self.key} desc"}
        [row] = self.ask(select=self.key, top=1, skip=1, context="x", output="Logical", **options)
        second = sorted(set(self.keys))[-2]
        return list(row) == ["PrimaryKey", "EntityName", self.key] and row[self.key] == second

    def shapes(self) -> bool:
        """$mode=Full tells raw values."""
        full = self.ask(mode="Full", top=1)[0]["Column"]
        return full[self.key]["RawValue"] == self.keys[0]  # type: ignore[no-any-return]  # JSON

    def kinds(self) -> bool:
        """$entities knows the kinds of rows that there are, $format=xml answers XML."""
        kind = self.all[0]["EntityName"]
        address = f"/api/v1/{self.path}?%24format=xml&%24top=1"
        xml = self.api.client.get(address).headers["Content-Type"]
        self.api.get(f"{self.path}?%24entities=nobody", status=400)
        return len(self.ask(entities=kind)) == len(self.all) and "xml" in xml

    def names(self) -> bool:
        """$jsonSafe spells every name with letters, digits and underscores."""
        [row] = self.ask(select=f"{self.key},no/such", jsonSafe="true", top=1)
        return all(map(SAFE.fullmatch, row))

    def total(self) -> bool:
        """$options=GrandTotal=true counts all rows in a last one."""
        last = self.ask(select=f"CountAll({self.key}):Footer", options="GrandTotal=true")[-1]
        return str(len(self.all)) in map(str, last.values()) and last["EntityName"] == "grandtotal"


def test_every_option_of_every_list_has_its_effect(world: World, rows_for_all: None) -> None:
    api = Api(world.tove)
    known = {endpoint.address.removeprefix("/api/v1/"): endpoint for endpoint in documented().endpoints
             if endpoint.answer == "ODataSlimResponse" and endpoint.verb == "GET"}  # fmt: skip
    assert {name for name in SHOWN if leads(known[name]) != SERVED} == set()
    wrong = {name: List(api, known[name], world).wrong() for name in SHOWN}
    assert {name: options for name, options in wrong.items() if options} == {}
