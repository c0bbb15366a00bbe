"""What happened around a company or a person lately, and who somebody is by what is known of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.appointments.models import AppointmentVisibility, State, Visibility
from crm.directory.models import Contact, Currency, Person, Sale, SaleCompleted
from crm.tickets.models import Ticket
from tests.appointments.crowd import at
from tests.callers import Api
from tests.carriers import misfits
from tests.world import HOUR, NOON, World, again, plant

pytestmark = pytest.mark.django_db


def around(world: World, number: int) -> None:
    """So many tickets, follow-ups and sales of Dan's."""
    who: dict[str, Any] = {"person": world.dan, "contact": world.lab}
    plant(*[
        Ticket(title=f"T{place}", created_at=NOON + place * HOUR, last_changed=NOON, status=world.open, person=world.dan)
        for place in range(number)
    ])  # fmt: skip
    plant(*[at(place, world.ada, "", description=f"A{place}", **who) for place in range(number)])
    plant(
        *[
            Sale(title=f"S{place}", sale_date=NOON + place * HOUR, registered=NOON, **who)
            for place in range(number)
        ]
    )


def summary(world: World, who: Any, noun: str, **body: Any) -> Any:
    key = world.dan.pk if noun == "Person" else world.lab.pk
    return Api(who).post(f"Agents/{noun}/Get{noun}Summary", {f"{noun}Id": key, **body})


@pytest.mark.parametrize("noun", ["Person", "Contact"])
def test_a_summary_tells_the_newest_of_each_kind(noun: str, world: World) -> None:
    around(world, 4)
    (kroner,) = plant(Currency(name="NOK"))
    plant(Sale(
        title="Won", sale_date=NOON + 9 * HOUR, amount=12.5, probability=100, status=2, currency=kroner,
        completed=SaleCompleted.COMPLETED, person=world.dan, contact=world.lab, registered=NOON,
    ))  # fmt: skip
    plant(
        at(9, world.ada, "", description="Done", state=State.COMPLETED, person=world.dan, contact=world.lab)
    )
    found = summary(world, world.ada, noun, Limit=2)
    assert list(misfits(found, f"{noun}Summary")) == []
    assert found[noun] == Api(world.ada).get(f"{noun}/{found[noun][f'{noun}Id']}/Simple")
    assert [each["Title"] for each in found["Tickets"]] == ["T3", "T2"]
    assert [(each["Description"], each["Completed"]) for each in found["Followups"]] == [
        ("Done", "Completed"),
        ("A3", "NotStarted"),
    ]
    assert (found["Followups"][0]["Date"], found["Followups"][0]["DocumentId"]) == ("2026-03-02T21:00:00", 0)
    won, other = found["Sales"]
    told = {"Heading": "Won", "Probability": 100, "Amount": 12.5, "Currency": "NOK", "Status": "Sold"}
    assert {name: won[name] for name in told} == told
    assert (won["Completed"], won["SaleDate"]) == ("Completed", "2026-03-02T21:00:00")
    assert (other["Heading"], other["Completed"]) == ("S3", "NotStarted")
    assert (found["Documents"], found["Chats"]) == ([], [])


def test_a_summary_holds_what_the_caller_may_see_and_what_was_asked_for(world: World) -> None:
    around(world, 12)
    (private,) = plant(at(20, world.ada, "", description="Private", private=1, person=world.dan))
    plant(AppointmentVisibility(appointment=private, visibility=Visibility.ASSOCIATE, associate=world.ada))
    assert [len(summary(world, world.ada, "Person")[name]) for name in ("Tickets", "Followups", "Sales")] == [
        10
    ] * 3
    assert len(summary(world, world.ada, "Person", Limit=11)["Tickets"]) == 11
    newest = [
        summary(world, who, "Person", Limit=1)["Followups"][0]["Description"] for who in (world.ada, world.bo)
    ]
    assert newest == ["Private", "A11"]
    key = {"PersonId": world.dan.pk}
    assert Api(world.cleo).post("Agents/Person/GetPersonSummary", key, status=403)["Error"]
    assert Api(world.ada).post("Agents/Person/GetPersonSummary", {"PersonId": 999_999}) is None
    only = Api(world.ada).post("Agents/Person/GetPersonSummary?$select=person/email", key)
    assert (only["Tickets"], only["Person"]["Email"], only["Person"]["Lastname"]) == (None, "", None)


def test_a_summary_takes_as_many_statements_for_a_hundred_rows_as_for_ten(world: World) -> None:
    taken = []
    for number in (10, 90):
        around(world, number)
        summary(world, world.ada, "Contact", Limit=100)
        with CaptureQueriesContext(connection) as statements:
            summary(world, world.ada, "Contact", Limit=100)
        taken.append(len(statements))
    assert taken == [5, 5]  # who calls, the company, and three kinds of rows


@pytest.mark.parametrize(
    ("given", "who"),
    [
        ({"Emails": ["", "CLEO@lab.example"]}, "cleo_person"),
        ({"PhoneNumbers": ["+47 55 00 11"]}, "dan"),
        ({"PhoneNumbers": ["+47 (55) 0011"], "PersonName": "Cleo Marsh"}, "dan"),
        ({"PersonName": "  dan  DE vries "}, "dan"),
        ({"Emails": ["dan@home.example"]}, "dan"),
        ({"Emails": ["cleo@lab.example"], "PhoneNumbers": ["+47 55 00 11"]}, "cleo_person"),
    ],
)
def test_somebody_of_the_company_is_found_by_what_is_known_of_them(
    given: Any, who: str, world: World
) -> None:
    Person.objects.filter(pk=world.dan.pk).update(
        more_reach={
            "private_phones": [{"value": "+47 55 00 11", "description": ""}],
            "emails": [{"value": "", "description": ""}, {"value": "dan@home.example", "description": ""}],
        }
    )
    found = Api(world.ada).post("Agents/Person/ResolvePersonFromInfo", {"ContactId": world.lab.pk, **given})
    assert list(misfits(found, "ResolvedPerson")) == []
    assert (found["Person"]["PersonId"], found["PersonCreated"]) == (getattr(world, who).pk, False)
    assert Person.objects.count() == 3


def test_who_is_not_found_is_created_in_the_company(world: World) -> None:
    call = "Agents/Person/ResolvePersonFromInfo"
    body = {
        "ContactId": world.yard.pk,  # Cleo works elsewhere
        "PersonName": "Cleo van Marsh",
        "Emails": ["cleo@lab.example", "c@yard.example"],
        "PhoneNumbers": ["55 02"],
    }
    made = Api(world.ada).post(call, body)
    person = made["Person"]
    assert (made["PersonCreated"], person["Firstname"], person["Lastname"]) == (True, "Cleo van", "Marsh")
    assert [each["Value"] for each in person["Emails"]] == ["cleo@lab.example", "c@yard.example"]
    assert [each["Value"] for each in person["OfficePhones"]] == ["55 02"]
    assert (person["Contact"]["ContactId"], person["Associate"]["Name"]) == (world.yard.pk, "ada")
    assert Api(world.ada).post(call, body)["PersonCreated"] is False
    assert Person.objects.count() == 4
    for wrong, path in (
        ({"ContactId": 0, "PersonName": "X"}, "$.ContactId"),
        ({"ContactId": 999_999, "PersonName": "X"}, "$.ContactId"),
        ({"ContactId": world.yard.pk, "Emails": ["nobody@yard.example"]}, "$.Lastname"),
        ({"ContactId": world.yard.pk, "Emails": "x"}, "$.Emails"),
    ):
        assert Api(world.ada).post(call, wrong, status=400)["ErrorMessage"].startswith(f"{path}: ")
    Api(world.cleo).post(call, body, status=403)
    assert again(world.yard) == Contact.objects.get(name="Yard")
