"""What stands around an appointment: participants and links are kept once each, and it is visible to somebody."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from crm.appointments.models import Appointment, AppointmentVisibility, Privacy, Visibility
from crm.directory.models import Contact, Person
from crm.wire.sql import insert
from tests.appointments.saving import changed, created
from tests.callers import Api
from tests.world import World, plant

pytestmark = pytest.mark.django_db
NOWHERE = 999_999


def participants(appointment: Appointment) -> list[tuple[str, str, str]]:
    rows = appointment.participants.order_by("pk")
    return [
        (
            row.associate.name if row.associate else "",
            row.person.lastname if row.person else "",
            row.email_address,
        )
        for row in rows
    ]


def links(appointment: Appointment) -> list[tuple[str, int]]:
    return list(appointment.links.order_by("pk").values_list("entity_name", "entity_id"))


def visible_for(appointment: Appointment) -> set[tuple[int, str]]:
    rows = appointment.visible_for.all()
    return {(row.visibility, str(row.associate or row.group or "")) for row in rows}


def test_everybody_takes_part_once(world: World) -> None:
    appointment = created(
        world,
        participants=[
            {"associate_id": world.bo.pk},
            {"associate_id": world.bo.pk, "email_address": "other@x.example"},
            {"person_id": world.dan.pk, "contact_id": world.lab.pk},
            {"email_address": "Guest@x.example"},
            {"email_address": "guest@x.example"},
            {"associate_id": world.bo.pk, "person_id": world.dan.pk},
        ],
    )
    assert participants(appointment) == [
        ("bo", "", ""),
        ("", "Vries", ""),
        ("", "", "Guest@x.example"),
        ("bo", "Vries", ""),
    ]


@pytest.mark.parametrize("nobody", [{}, {"send_email": True}, {"associate_id": None, "email_address": ""}])
def test_a_participant_who_is_nobody_is_left_out(nobody: dict[str, Any], world: World) -> None:
    contact_only = {"contact_id": world.lab.pk}
    appointment = created(world, participants=[nobody, contact_only, {"associate_id": world.bo.pk}])
    assert participants(appointment) == [("bo", "", "")]


def test_participants_are_replaced_when_they_are_sent_and_left_alone_when_not(world: World) -> None:
    appointment = created(world, participants=[{"associate_id": world.bo.pk}])
    assert participants(changed(world, appointment, title="x")) == [("bo", "", "")]
    appointment = changed(world, appointment, participants=[{"email_address": "guest@x.example"}])
    assert participants(appointment) == [("", "", "guest@x.example")]
    assert participants(changed(world, appointment, participants=[])) == []


def test_a_link_leads_to_a_row_that_exists_once(world: World) -> None:
    wanted = [
        {"entity_name": "Sale", "entity_id": world.deal.pk, "description": "first"},
        {"entity_name": " sale ", "entity_id": world.deal.pk, "description": "again"},
        {"entity_name": "SALE", "entity_id": NOWHERE},
        {"entity_name": "person", "entity_id": world.dan.pk},
        {"entity_name": "Braun, Schulist and Dibbert", "entity_id": 401},  # the documented sample
        {"entity_name": "contact", "entity_id": 0},
        {"entity_name": "", "entity_id": 1},
        {},
    ]
    appointment = created(world, links=wanted)
    assert links(appointment) == [("sale", world.deal.pk), ("person", world.dan.pk)]
    assert appointment.links.get(entity_name="sale").description == "first"


def test_a_link_leads_to_everything_that_can_be_linked(world: World) -> None:
    other = created(world)
    rows = {
        "appointment": other,
        "contact": world.lab,
        "person": world.dan,
        "project": world.rollout,
        "sale": world.deal,
        "ticket": world.ticket,
    }
    appointment = created(
        world, links=[{"entity_name": name, "entity_id": row.pk} for name, row in rows.items()]
    )
    assert set(links(appointment)) == {(name, row.pk) for name, row in rows.items()}


def test_a_link_that_stays_keeps_its_id_and_the_others_go(world: World) -> None:
    appointment = created(
        world,
        links=[
            {"entity_name": "sale", "entity_id": world.deal.pk},
            {"entity_name": "person", "entity_id": world.dan.pk},
        ],
    )
    key = appointment.links.get(entity_name="sale").pk
    appointment = changed(
        world,
        appointment,
        links=[
            {"entity_name": "contact", "entity_id": world.lab.pk},
            {"entity_name": "sale", "entity_id": world.deal.pk, "description": "changed"},
        ],
    )
    assert set(links(appointment)) == {("sale", world.deal.pk), ("contact", world.lab.pk)}
    kept = appointment.links.get(entity_name="sale")
    assert (kept.pk, kept.description) == (key, "changed")


def test_a_row_that_the_caller_cannot_see_is_linked_as_little_as_a_missing_one(world: World) -> None:
    (gone,) = plant(Person(lastname="Gone", deleted=True))
    (closed,) = plant(Contact(name="Closed", deleted=True))
    hidden = created(world, associate_id=world.tove.pk)
    Appointment.objects.filter(pk=hidden.pk).update(created_by=world.tove)
    hidden.visible_for.update(visibility=Visibility.ASSOCIATE, associate=world.tove)
    wanted = [("person", gone.pk), ("contact", closed.pk), ("appointment", hidden.pk)]
    appointment = created(world, links=[{"entity_name": name, "entity_id": key} for name, key in wanted])
    assert links(appointment) == []


def test_a_link_that_somebody_else_made_stays_though_the_caller_cannot_see_where_it_leads(
    world: World,
) -> None:
    appointment = created(world, links=[{"entity_name": "person", "entity_id": world.dan.pk}])
    Person.objects.filter(pk=world.dan.pk).update(deleted=True)
    appointment = changed(world, appointment, links=[{"entity_name": "person", "entity_id": world.dan.pk}])
    assert links(appointment) == [("person", world.dan.pk)]


@pytest.mark.parametrize(
    ("given", "rows", "private"),
    [
        (None, {(0, "")}, Privacy.PUBLIC),
        ([], {(0, "")}, Privacy.PUBLIC),
        ([("all", 0)], {(0, "")}, Privacy.PUBLIC),
        ([("all", 431), ("all", 431)], {(0, "")}, Privacy.PUBLIC),  # the documented sample
        ([("associate", "bo")], {(1, "Bo Dahl")}, Privacy.PRIVATE_USER),
        ([("group", "field")], {(2, "Field service")}, Privacy.PRIVATE_GROUP),
        (
            [("group", "field"), ("group", "desk")],
            {(2, "Field service"), (2, "Service desk")},
            Privacy.PRIVATE_GROUP,
        ),
        ([("associate", NOWHERE), ("group", NOWHERE)], {(1, "Ada Berg")}, Privacy.PRIVATE_USER),
        ([("associate", NOWHERE), ("group", "desk")], {(2, "Service desk")}, Privacy.PRIVATE_GROUP),
    ],
)
def test_an_appointment_is_visible_to_whom_was_named_and_always_to_somebody(
    given: Any, rows: set[tuple[int, str]], private: int, world: World
) -> None:
    values: dict[str, Any] = {}
    if given is not None:
        values["visible_for"] = [
            {
                "visibility": Visibility[kind.upper()],
                "visible_id": getattr(world, key).pk if isinstance(key, str) else key,
            }
            for kind, key in given
        ]
    appointment = created(world, **values)
    assert (visible_for(appointment), appointment.private) == (rows, private)


@pytest.mark.parametrize(
    ("private", "rows"),
    [
        (Privacy.PUBLIC, {(0, "")}),
        (Privacy.PRIVATE_USER, {(1, "Ada Berg")}),
        (Privacy.PRIVATE_GROUP, {(2, "Service desk")}),
    ],
)
def test_without_names_it_is_visible_as_privacy_asks(
    private: int, rows: set[tuple[int, str]], world: World
) -> None:
    appointment = created(world, private=private)
    assert (visible_for(appointment), appointment.private) == (rows, private)


def test_private_to_the_group_of_somebody_without_one_is_private(world: World) -> None:
    appointment = created(world, private=Privacy.PRIVATE_GROUP, associate_id=world.nils.pk)
    assert (visible_for(appointment), appointment.private) == ({(1, "Nils Fjeld")}, Privacy.PRIVATE_USER)


def test_clients_read_for_whom_it_is_visible_as_the_original_says_it(world: World) -> None:
    api = Api(world.ada)
    answer = api.post("Appointment", {"Title": "x"})
    assert [without_rights(each) for each in answer["VisibleFor"]] == [
        {"VisibleId": 0, "Visibility": "All", "DisplayValue": "[SR_VFC_ALL]"}
    ]
    answer = api.post("Appointment", {"VisibleFor": [{"VisibleId": world.desk.pk, "Visibility": "Group"}]})
    assert [without_rights(each) for each in answer["VisibleFor"]] == [
        {"VisibleId": world.desk.pk, "Visibility": "Group", "DisplayValue": "Service desk"}
    ]
    assert answer["Private"] == "PrivateGroup"


def without_rights(carrier: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in carrier.items() if name not in ("TableRight", "FieldProperties")}


def test_the_database_itself_refuses_a_visibility_that_names_nobody(world: World) -> None:
    appointment = created(world)
    with pytest.raises(IntegrityError, match="visibility_names_whom"), transaction.atomic():
        insert(AppointmentVisibility(appointment=appointment, visibility=Visibility.GROUP))
