"""`SO-Language`, `Accept-Language` and `SO-Culture` on the API."""

import secrets
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.appointments.models import AppointmentVisibility, Visibility
from crm.tickets.models import TicketCategory
from crm.wire import lists
from crm.wire.dialect import RAW, Dialect, dialect_of
from tests.appointments.saving import created
from tests.callers import Api
from tests.world import World, again

pytestmark = pytest.mark.django_db
SUPPORT = 'NO:"Brukerstøtte";US:"Support desk"'


def speaking(world: World, **headers: str) -> Api:
    return Api(world.ada, **{name.replace("_", "-"): value for name, value in headers.items()})


@pytest.fixture
def category(world: World) -> TicketCategory:
    world.support.name = SUPPORT
    world.support.save()
    return world.support


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ({}, SUPPORT),
        ({"Accept_Language": "en"}, "Support desk"),
        ({"Accept_Language": "nb-NO,nb;q=0.9"}, "Brukerstøtte"),
        ({"Accept_Language": "*"}, SUPPORT),
        ({"Accept_Language": ""}, SUPPORT),
        ({"Accept_Language": "en-us; en-gb", "SO_Language": "nb-no"}, "Brukerstøtte"),
        ({"Accept_Language": "en-us; en-gb", "SO_Language": "x"}, SUPPORT),
        ({"Accept_Language": "en", "SO_Language": "*"}, SUPPORT),
        ({"Accept_Language": "en", "SO_Language": "-"}, SUPPORT),
        ({"Accept_Language": "en", "SO_Language": ""}, SUPPORT),
        ({"SO_Language": "de"}, "Support desk"),
    ],
)
def test_a_list_item_is_told_in_the_language_that_is_asked_for(
    world: World, category: TicketCategory, headers: dict[str, str], name: str
) -> None:
    api = speaking(world, **headers)
    path = f"Ticket/{world.ticket.pk}"
    agent = f"Agents/Ticket/GetTicketEntity?ticketEntityId={world.ticket.pk}"
    for carrier in (api.get(path), api.post(agent, None), api.get(f"{path}?$select=category")):
        assert carrier["Category"]["Name"] == name
        assert carrier["Category"]["TicketCategoryId"] == category.pk


def test_what_is_remembered_stays_as_it_is_kept(world: World, category: TicketCategory) -> None:
    path = f"Ticket/{world.ticket.pk}"
    lists.begin(secrets.randbits(62))
    for language, name in (
        ("en", "Support desk"),
        ("no", "Brukerstøtte"),
        ("x", SUPPORT),
        ("en", "Support desk"),
    ):
        assert speaking(world, SO_Language=language).get(path)["Category"]["Name"] == name
    lists.end()


def test_resources_and_the_reasons_of_rights_are_translated(world: World) -> None:
    meeting = created(world, visible_for=[])
    AppointmentVisibility.objects.filter(appointment=meeting).delete()
    AppointmentVisibility.objects.create(appointment=meeting, visibility=Visibility.ALL)
    raw = Api(world.ada).get(f"Appointment/{meeting.pk}")
    told = speaking(world, SO_Language="fr").get(f"Appointment/{meeting.pk}")
    assert (raw["VisibleFor"][0]["DisplayValue"], told["VisibleFor"][0]["DisplayValue"]) == (
        "[SR_VFC_ALL]",
        "Visible par tous",
    )
    reasons = [each["FieldProperties"]["StartDate"]["FieldRight"] for each in (raw, told)]
    assert [reason["Mask"] for reason in reasons] == ["Update, UIHintMandatory"] * 2
    assert [reason["Reason"] for reason in reasons] == [
        "[SR_ACCESS_MANDATORY]",
        "Ce champ est obligatoire.",
    ]


def test_names_in_dictionaries_and_text_about_resources_are_left_alone(world: World) -> None:
    fields = {"[SR_YES]": "plain", "x_flag:DisplayText": "[SR_YES]"}
    body = {"Title": "What is [SR_YES]?", "CustomFields": fields}
    told = speaking(world, SO_Language="sv").post("Ticket", body)
    assert told["Title"] == "What is [SR_YES]?"
    assert told["CustomFields"] == {"[SR_YES]": "plain", "x_flag:DisplayText": "Ja"}


def test_a_patch_starts_from_what_is_kept_and_not_from_its_translation(world: World) -> None:
    api = speaking(world, SO_Language="en")
    made = api.post("Ticket", {"Title": 'NO:"Hei";US:"Hello"', "CustomFields": {"a": "[SR_YES]"}})
    assert made["Title"] == "Hello"
    api.call("PATCH", f"Ticket/{made['TicketId']}", {"CustomFields": {"b": "1"}})
    kept = Api(world.ada).get(f"Ticket/{made['TicketId']}")
    assert kept["Title"] == 'NO:"Hei";US:"Hello"'
    assert kept["CustomFields"] == {"a": "[SR_YES]", "b": "1"}


def test_a_blank_entity_is_told_in_the_language(world: World) -> None:
    for language, reason in (("es", "Este campo es obligatorio."), ("", "[SR_ACCESS_MANDATORY]")):
        blank = speaking(world, SO_Language=language).get("Appointment/default")
        assert blank["FieldProperties"]["StartDate"]["FieldRight"]["Reason"] == reason


def test_the_rows_of_an_archive_are_told_in_the_language(world: World) -> None:
    world.normal.name = 'NO:"Vanlig";US:"Normal priority"'
    world.normal.save()
    path = f"Ticket?$select=ticketId,title,priorityName&$filter=ticketId = {world.ticket.pk}"
    for language, name in (("no", "Vanlig"), ("en", "Normal priority"), ("x", world.normal.name)):
        answer = speaking(world, SO_Language=language).get(path)
        assert answer["value"] == [
            {
                "PrimaryKey": str(world.ticket.pk),
                "EntityName": "ticket",
                "ticketId": world.ticket.pk,
                "title": "No light",
                "priorityName": name,
            }
        ]


def test_a_language_costs_no_statement(world: World) -> None:
    taken = []
    for api in (Api(world.ada), speaking(world, SO_Language="en")):
        api.get(f"Ticket/{world.ticket.pk}")
        with CaptureQueriesContext(connection) as statements:
            api.get(f"Ticket/{world.ticket.pk}")
        taken.append(len(statements))
    assert taken[0] == taken[1]


def test_a_ticket_that_is_told_and_sent_back_in_a_language_keeps_its_references(
    world: World, category: TicketCategory
) -> None:
    api = speaking(world, SO_Language="no")
    api.put(f"Ticket/{world.ticket.pk}", api.get(f"Ticket/{world.ticket.pk}"))
    assert again(world.ticket).category_id == category.pk
    assert again(category).name == SUPPORT


@pytest.mark.parametrize(
    ("headers", "language", "culture"),
    [
        ({}, "", ""),
        ({"HTTP_SO_CULTURE": "sv"}, "", ""),  # ignored without a language
        ({"HTTP_SO_LANGUAGE": "nb-no"}, "no", "no"),
        ({"HTTP_SO_LANGUAGE": "nb-no", "HTTP_SO_CULTURE": "sv"}, "no", "sv"),
        ({"HTTP_SO_LANGUAGE": "nb-no", "HTTP_SO_CULTURE": "tlh"}, "no", "no"),
        ({"HTTP_ACCEPT_LANGUAGE": "de", "HTTP_SO_CULTURE": ""}, "de", "de"),
    ],
)
def test_the_culture_is_the_language_unless_named(
    headers: dict[str, Any], language: str, culture: str
) -> None:
    dialect = dialect_of(headers)
    assert (dialect.language, dialect.culture) == (language, culture)


def test_without_headers_nothing_is_copied() -> None:
    data = {"Name": SUPPORT}
    assert dialect_of({}) is RAW
    assert RAW.spoken(data) is data
    assert Dialect(language="en").spoken(data) == {"Name": "Support desk"}
