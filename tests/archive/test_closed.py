"""A column that lies behind a hidden row shows, filters, sorts and adds up as if nothing were there."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Permission

from crm.directory.archives import PROJECT_MEMBER
from crm.directory.models import Associate, Contact, Person, Project, ProjectMember, Role, Sale
from crm.directory.models.role import AGENT_ROLE, AMONG_COLLEAGUES, Entity
from crm.tickets.archives import TICKET
from crm.tickets.models import Ticket, TicketMessage
from crm.urls import ARCHIVES
from crm.wire.archive.columns import Archive, ArchiveColumn
from crm.wire.lists import touch
from tests.callers import Api
from tests.world import NOON, World, plant

pytestmark = pytest.mark.django_db
SECRET = "Zanzibar"


def hide_all(world: World) -> dict[str, int]:
    """Rows of which Nils sees the first of each pair; the second, which it points to, is Tove's and is hidden."""
    mine, hers = {"associate": world.nils}, {"associate": world.tove}
    (contact,) = plant(
        Contact(name=SECRET, department=SECRET, city=SECRET, email_address=f"{SECRET}@x.example", **hers)
    )
    (person,) = plant(
        Person(firstname=SECRET, lastname=SECRET, email=f"{SECRET}@x.example", contact=contact, **hers)
    )
    (project,) = plant(Project(name=SECRET, description=SECRET, project_number=SECRET, **hers))
    (sale,) = plant(Sale(title=SECRET, description=SECRET, number=SECRET, amount=77_777, **hers))
    common = {"created_at": NOON, "last_changed": NOON, "status": world.open}
    (other,) = plant(Ticket(title=SECRET, category=world.secret, owner=world.tove, **common))
    (ticket,) = plant(
        Ticket(
            title="Mine",
            owner=world.nils,
            person=person,
            sale=sale,
            project=project,
            connected_to=other,
            **common,
        )
    )
    plant(TicketMessage(ticket=ticket, created_at=NOON, author="Nils", body="x"))
    plant(Sale(title="Mine", contact=contact, person=person, project=project, **mine))
    plant(Person(lastname="Mine", contact=contact, **mine))
    (own,) = plant(Project(name="Mine", **mine))
    plant(ProjectMember(project=own, person=person), ProjectMember(project=project, contact=contact))
    return {
        "contact": contact.pk,
        "person": person.pk,
        "project": project.pk,
        "sale": sale.pk,
        "ticket": other.pk,
    }


@pytest.fixture
def nils(world: World) -> Api:
    hide_all(world)
    role = Role.objects.get(pk=AGENT_ROLE)
    kept = {str(relation): 15 if relation == "MyOwn" else 0 for relation in AMONG_COLLEAGUES}
    role.data_rights = {str(entity): kept for entity in Entity}
    role.save()
    Ticket.objects.exclude(title__in=("Mine", SECRET)).delete()
    for model in (Sale, Project, Person, Contact):
        model._default_manager.filter(associate=None).update(associate=world.tove)
    assert world.nils.user is not None
    seeing = Permission.objects.filter(content_type__app_label="crm", codename__startswith="view_")
    world.nils.user.user_permissions.set(seeing)
    touch()
    return Api(world.nils)


def columns_of(archive: Archive) -> list[tuple[str, ArchiveColumn]]:
    return [(place.name, place.column) for place in archive.every(insider=True) if place.column.shows]


def told(value: Any) -> bool:
    return value not in (None, "", 0, 0.0, False, "0001-01-01T00:00:00", "0001-01-01T00:00:00Z")


def rows_of(api: Api, archive: Archive, query: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = api.get(f"Archive/{archive.name}{query}")["value"]
    return rows


def test_no_column_of_any_archive_tells_of_what_is_hidden(nils: Api, world: World) -> None:
    for archive in ARCHIVES:
        names = [name for name, _column in columns_of(archive)]
        for start in range(0, len(names), 40):
            for row in rows_of(
                nils, archive, f"?$select={quote(','.join(names[start : start + 40]))}&$mode=Full"
            ):
                assert SECRET not in str(row), archive.name
    (row,) = rows_of(nils, TICKET, "?$select=connectId,saleId,projectId,personId,contactId,title")
    assert {name: value for name, value in row.items() if told(value)} == {
        "PrimaryKey": row["PrimaryKey"],
        "EntityName": "ticket",
        "title": "Mine",
    }


def test_no_filter_and_no_order_tells_one_hidden_row_from_none(nils: Api, world: World) -> None:
    """Whatever is asked of a hidden sale, person, project or ticket, the answer is that for no such row at all."""
    closed = (
        "sale/",
        "person/",
        "project/",
        "contact/",
        "connectId",
        "saleId",
        "personId",
        "projectId",
        "contactId",
    )
    asked = {
        (archive.name, f"?$select=PrimaryKey&{option}"): None
        for archive in (TICKET, PROJECT_MEMBER)
        for name, column in columns_of(archive)
        if name.startswith(closed)
        for option in options_for(name, column)
    }
    by_name = {archive.name: archive for archive in ARCHIVES}
    before = {key: rows_of(nils, by_name[key[0]], key[1]) for key in asked}
    Ticket.objects.update(sale=None, person=None, project=None, connected_to=None)
    Sale.objects.filter(title="Mine").update(contact=None, person=None, project=None)
    Person.objects.filter(lastname="Mine").update(contact=None)
    ghost = plant(Contact(name="", deleted=True, associate=world.tove))[0]
    ProjectMember.objects.filter(project__name="Mine").update(person=None, contact=ghost)
    assert len(before) > 150
    for (name, query), rows in before.items():
        assert rows_of(nils, by_name[name], query) == rows, (name, query)


VALUES = {"int": "1", "decimal": "1", "string": f"'{SECRET}'", "stringorPK": f"'{SECRET}'"}


def options_for(name: str, column: ArchiveColumn) -> list[str]:
    found = [f"$orderBy={quote(name)}"] if column.sorts else []
    value = VALUES.get(column.type)
    if column.filters and value is not None:
        operator = "contains" if value.startswith("'") else "ge"
        found.append(f"$filter={quote(f'{name} {operator} {value}')}")
    return found


@pytest.mark.parametrize(
    "select",
    [
        "GroupBy(sale/heading):Header:HideDetail",
        "Sum(sale/amount):Header:HideDetail",
        "Count(saleId):HideDetail",
    ],
)
def test_no_aggregate_counts_or_adds_what_is_hidden(nils: Api, world: World, select: str) -> None:
    query = f"?$select={quote(select)}&$options=GrandTotal=true"
    before = rows_of(nils, TICKET, query)
    assert SECRET not in str(before)
    Ticket.objects.update(sale=None)
    assert rows_of(nils, TICKET, query) == before


def test_a_customer_reads_no_number_of_another_customer(world: World) -> None:
    Ticket.objects.filter(pk=world.ticket.pk).update(person=world.dan)
    world.ticket.secondary_persons.add(world.cleo_person)
    cleo = Api(world.cleo)
    for name in ("personId", "contactId"):
        (row,) = cleo.get(f"Ticket?$select={name}")["value"]
        assert not told(row[name])
        assert cleo.get(f"Ticket?$filter={name} gt 0")["value"] == []


def test_what_may_be_listed_and_not_read_is_not_searched_either(world: World) -> None:
    role = Role.objects.get(pk=AGENT_ROLE)
    role.functions = ["List all requests"]
    role.save()
    Associate.objects.filter(pk=world.bo.pk).update(role_id=AGENT_ROLE)
    plant(TicketMessage(ticket=world.ticket, created_at=NOON, author="Ada", body=SECRET))
    bo = Api(world.bo)
    assert [row["title"] for row in bo.get("Ticket?$select=title")["value"]] == ["No light"]
    assert bo.get(f"Ticket?$filter=content contains '{SECRET}'")["value"] == []
    assert [
        row["title"]
        for row in Api(world.tove).get(f"Ticket?$select=title&$filter=content contains '{SECRET}'")["value"]
    ] == ["No light"]
