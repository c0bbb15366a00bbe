"""Compiled statements answer what the ORM answers, and rows inserted in one statement are whole."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from crm.appointments.models import Appointment, AppointmentVisibility, Participant, Visibility
from crm.directory.models import Associate, Contact, Country, Person, Sale
from crm.events.models import Scope, SystemEvent
from crm.tickets.contracts import TICKET
from crm.tickets.models import Ticket, TicketPriority, TicketTag
from crm.wire.contract import Contract
from crm.wire.read import known_ids, read, read_one, visible
from crm.wire.sql import Statement, insert, mark, text_mark
from tests.appointments.crowd import appointments
from tests.carriers import contracts
from tests.tickets.crowd import tickets
from tests.world import HOUR, NOON, World, again, plant

pytestmark = pytest.mark.django_db
KEYED = [
    contract
    for contract in contracts()
    if "id" in [getattr(spec, "path", "") for spec in contract.specs.values()]
]


@pytest.fixture
def crowd(world: World) -> World:
    """Rows that some see and others do not."""
    first, second, third = tickets(world, 3)
    Ticket.objects.filter(pk=first.pk).update(category=world.secret, owner=world.tove)
    Ticket.objects.filter(pk=second.pk).update(person=world.dan, slevel=1)
    third.secondary_persons.add(world.cleo_person)
    ours, mine, field, secret = appointments(world, 4)
    AppointmentVisibility.objects.filter(appointment__in=[mine, field, secret]).delete()
    Appointment.objects.update(associate=world.tove, created_by=world.tove)
    plant(
        AppointmentVisibility(appointment=mine, visibility=Visibility.ASSOCIATE, associate=world.nils),
        AppointmentVisibility(appointment=field, visibility=Visibility.GROUP, group=world.field),
        AppointmentVisibility(appointment=secret, visibility=Visibility.ASSOCIATE, associate=world.tove),
    )
    Appointment.objects.filter(pk=ours.pk).update(associate=world.bo, created_by=world.cleo)
    world.nils.other_groups.add(world.field)
    scopes = [
        (Scope.SYSTEM_WIDE, 0),
        (Scope.GROUP, world.desk.pk),
        (Scope.GROUP, world.field.pk),
        (Scope.USER, world.ada.pk),
    ]
    plant(*[SystemEvent(scope=scope, owner=owner, key="x", registered=NOON) for scope, owner in scopes])
    return world


@pytest.mark.parametrize("contract", KEYED, ids=lambda contract: contract.name)
def test_a_compiled_answer_is_the_orms_for_every_caller_and_every_row(
    contract: Contract, crowd: World
) -> None:
    keys = [*contract.model._default_manager.values_list("pk", flat=True), 999_999]
    for caller in crowd.cast:  # Ada and Bo share their statements
        seen = visible(contract, caller)
        for key in keys:
            by_orm = read(contract, seen.filter(pk=key), caller)
            assert read_one(contract, key, caller) == (by_orm[0] if by_orm else None), (caller.name, key)
        assert known_ids(contract, keys, caller) == set(seen.filter(pk__in=keys).values_list("pk", flat=True))


@pytest.mark.parametrize(("model", "different"), [(Ticket, 3), (Appointment, 3), (SystemEvent, 4)])
def test_the_crowd_tells_callers_apart(model: type[models.Model], different: int, crowd: World) -> None:
    manager: Any = model._default_manager
    sights = {frozenset(manager.visible_to(caller).values_list("pk", flat=True)) for caller in crowd.cast}
    assert len(sights) >= different


@pytest.mark.parametrize(
    "selection", [{}, {"title": {}}, {"status": {"name": {}}}, {"messages": {"author": {}}, "tags": {}}]
)
def test_a_compiled_answer_is_the_orms_for_every_selection(selection: dict[str, Any], crowd: World) -> None:
    rows = Ticket.objects.order_by("pk")
    by_orm = read(TICKET, rows, crowd.ada, selection)
    assert [read_one(TICKET, row.pk, crowd.tove, selection) for row in rows] == [
        carrier | {"TableRight": tove["TableRight"], "FieldProperties": tove["FieldProperties"]}
        for carrier, tove in zip(by_orm, read(TICKET, rows, crowd.tove, selection), strict=True)
    ]


def test_a_statement_sees_what_its_transaction_wrote(world: World) -> None:
    with transaction.atomic():
        Ticket.objects.filter(pk=world.ticket.pk).update(title="Changed")
        carrier = read_one(TICKET, world.ticket.pk, world.ada)
        transaction.set_rollback(True)
    assert carrier is not None
    assert carrier["Title"] == "Changed"
    assert read_one(TICKET, world.ticket.pk, world.ada)["Title"] == "No light"  # type: ignore[index]  # she sees it


def test_a_statement_is_logged_so_that_it_can_be_counted(world: World) -> None:
    statement = Statement(Ticket.objects.filter(pk=mark(1)).values_list("title"))
    with CaptureQueriesContext(connection) as statements:
        assert statement.rows({mark(1): world.ticket.pk}) == [("No light",)]
    assert len(statements) == 1
    assert "crm_ticket" in statements[0]["sql"]


def test_the_same_text_runs_with_new_values(world: World) -> None:
    statement = Statement(Ticket.objects.filter(title=text_mark("title"), owner=mark(1)).values_list("pk"))
    assert statement.rows({text_mark("title"): "No light", mark(1): world.ada.pk}) == [(world.ticket.pk,)]
    assert statement.rows({text_mark("title"): "No light", mark(1): world.bo.pk}) == []
    assert statement.rows({text_mark("title"): "' OR 1=1 --", mark(1): world.ada.pk}) == []


def test_a_statement_that_can_have_no_row_has_none_and_asks_nobody(world: World) -> None:
    with CaptureQueriesContext(connection) as statements:
        assert Statement(Ticket.objects.none().values_list("pk")).rows({}) == []
    assert len(statements) == 0


AWKWARD = "100% 'quoted' \"%s\" \\ {0} ; -- Ærø 日本 🚀\n\t"


def _rows(world: World) -> list[models.Model]:
    moment = datetime.datetime(2026, 3, 2, 12, 0, 0, 123456, tzinfo=datetime.UTC)
    return [
        Ticket(
            title=AWKWARD,
            created_at=moment,
            last_changed=moment,
            status=world.open,
            extra_fields={"x": [1, None, AWKWARD]},
        ),
        Appointment(
            associate=world.ada,
            created_at=NOON,
            updated_at=NOON,
            start=moment,
            is_free=True,
            color_index=32_767,
        ),
        Sale(title=AWKWARD, amount=-0.1, probability=100, earning=1e15),
        Contact(name=AWKWARD, latitude=59.9139),
        TicketPriority(
            name="Office",
            mon_start=datetime.time(8, 30),
            mon_stop=datetime.time(16),
            non_dates=["2026-12-25"],
        ),
        Associate(name="new", email="new@desk.example", type=1),
        SystemEvent(key=AWKWARD, registered=NOON, scope=Scope.USER, owner=-2_147_483_648, eta=None),
        Participant(appointment=appointments(world, 1)[0], email_address="a@b.example"),
    ]


def test_an_inserted_row_is_found_again_with_every_value(world: World) -> None:
    for row in _rows(world):
        insert(row)
        assert row.pk is not None
        found = again(row)
        for field in row._meta.concrete_fields:
            assert getattr(found, field.attname) == getattr(row, field.attname), field


def test_an_inserted_row_is_saved_again_as_the_same_row(world: World) -> None:
    row = Person(lastname="Ny")
    insert(row)
    row.lastname = "Eldre"
    row.save()
    assert Person.objects.filter(pk=row.pk, lastname="Eldre").count() == 1
    assert not Person.objects.filter(lastname="Ny").exists()


def test_many_rows_go_in_with_one_statement_and_get_their_own_keys(world: World) -> None:
    rows = [Person(lastname=f"P{number}") for number in range(20)]
    with CaptureQueriesContext(connection) as statements:
        insert(*rows)
    assert len(statements) == 1
    assert [again(row).lastname for row in rows] == [f"P{number}" for number in range(20)]


def test_inserting_nothing_asks_nobody(world: World) -> None:
    with CaptureQueriesContext(connection) as statements:
        insert()
    assert len(statements) == 0


def test_what_the_database_refuses_is_djangos_integrity_error(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Associate(name="ada"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Sale(title="x", probability=101))
    assert Associate.objects.filter(name="ada").count() == 1


def test_a_nested_json_document_comes_back_as_it_was(world: World) -> None:
    document = {"a": [True, False, None, 1.5, {"æ": AWKWARD}], "": ""}
    row = Country(name="x")
    insert(row)
    tag = TicketTag(name="y")
    insert(tag)
    ticket = Ticket(created_at=NOON, last_changed=NOON + HOUR, status=world.open, custom_fields=document)
    insert(ticket)
    carrier = read_one(TICKET, ticket.pk, world.tove)
    assert carrier is not None
    assert json.loads(json.dumps(carrier["CustomFields"])) == document
