"""Companies, people, projects and sales pass the contract kit."""

from __future__ import annotations

from typing import Any

import pytest

from crm.directory.actions import (
    new_contact,
    new_person,
    new_project,
    new_sale,
    save_contact,
    save_person,
    save_project,
    save_sale,
)
from crm.directory.contracts import CONTACT_ENTITY, PERSON_ENTITY, PROJECT_ENTITY, SALE_ENTITY
from crm.directory.models import (
    Associate,
    Contact,
    ContactInterest,
    Person,
    PersonInterest,
    Project,
    Sale,
)
from crm.directory.models.lists import ListItem
from tests.contract import Carrier, EntityContract
from tests.directory.crowd import contacts, people, projects, sales, two_of
from tests.world import World

pytestmark = pytest.mark.django_db
STAMPS = frozenset({"UpdatedDate", "UpdatedBy"})


def elements(*values: str) -> list[Carrier]:
    """Ways to reach somebody as a client sends them."""
    return [{"Value": value, "Description": f"Way {number}"} for number, value in enumerate(values)]


def selected(model: type[ListItem], place: str) -> list[Carrier]:
    """A list of interests with only the one or the other chosen."""
    chosen = two_of(model)
    return [
        {"Id": row.pk, "Name": row.name, "Selected": name == place}
        for name, row in (("one", chosen.one), ("other", chosen.other))
    ]


class TestContactContract(EntityContract):
    contract = CONTACT_ENTITY
    resource = agent = "Contact"
    samples = {
        "Emails": elements("a@b.example", "c@d.example"),
        "Urls": elements("https://a.example"),
        "Phones": elements("+47 1", "+47 2"),
        "Faxes": elements("+47 3"),
        "Interests": lambda world: selected(ContactInterest, "other"),
        "Domains": ["a.example", "b.example"],
        "Xstop": True,
    }
    stamps = STAMPS
    follow = {
        "Associate": frozenset({"GroupId"}),
        # Each of the company's people tells these of it.
        **dict.fromkeys(
            ("Name", "Department", "OrgNr", "Phones", "Faxes", "Country", "Category"), frozenset({"Persons"})
        ),
        "Interests": frozenset({"ActiveInterests"}),
    }

    def new(self, by: Associate) -> Contact:
        return new_contact(by=by)

    def save(self, row: Any, values: dict[str, Any], by: Associate) -> Contact:
        return save_contact(row, values, by=by)

    def plant(self, world: World, number: int) -> list[Contact]:
        return contacts(world, number)

    def body(self, world: World) -> Carrier:
        return {
            "name": "Harbour",
            "number2": "H-1",
            "associate": {"associateId": world.ada.pk},
            "country": {"countryId": two_of(type(world.ours.country)).one.pk},  # type: ignore[arg-type]  # it has one
            "emails": [{"value": "post@harbour.example"}],
            "interests": selected(ContactInterest, "one"),
            "address": {"street": {"address1": "Kaia 1", "city": "Bergen"}, "wgs84Latitude": 60.4},
        }


class TestPersonContract(EntityContract):
    contract = PERSON_ENTITY
    resource = agent = "Person"
    samples = {
        "Emails": elements("a@b.example", "c@d.example"),
        "PrivatePhones": elements("+47 1", "+47 2"),
        "Faxes": elements("+47 3"),
        "MobilePhones": elements("+47 4"),
        "OfficePhones": elements("+47 5", "+47 6"),
        "OtherPhones": elements("+47 7"),
        "Urls": elements("https://a.example"),
        "ChatEmails": elements("a@chat.example"),
        "InternetPhones": elements("sip:a@b.example"),
        "Interests": lambda world: selected(PersonInterest, "other"),
        "Contact": lambda world: {"ContactId": world.yard.pk},
        "BirthDate": "1980-05-13T00:00:00",
    }
    stamps = STAMPS
    follow = {
        "Firstname": frozenset({"FullName", "FormalName"}),
        "MiddleName": frozenset({"FullName", "FormalName"}),
        "Lastname": frozenset({"FullName", "FormalName"}),
        "Mrmrs": frozenset({"FormalName"}),
        "Contact": frozenset({"Category", "Business"}),
        "Interests": frozenset({"ActiveInterests"}),
    }

    def new(self, by: Associate) -> Person:
        return new_person(by=by)

    def save(self, row: Any, values: dict[str, Any], by: Associate) -> Person:
        return save_person(row, values, by=by)

    def plant(self, world: World, number: int) -> list[Person]:
        return people(world, number)

    def body(self, world: World) -> Carrier:
        return {
            "firstname": "Pia",
            "lastname": "Lie",
            "personNumber": "P-1",
            "contact": {"contactId": world.lab.pk},
            "emails": [{"value": "pia@lab.example"}, {"value": "pia@home.example"}],
            "officePhones": [{"value": "55 02", "description": "Reception"}],
            "birthDate": "1990-02-01T00:00:00.000Z",
        }


class TestProjectContract(EntityContract):
    contract = PROJECT_ENTITY
    resource = agent = "Project"
    samples = {
        "Urls": elements("https://a.example", "https://b.example"),
        "ProjectMembers": lambda world: [
            {"PersonId": world.erik.pk, "ContactId": world.yard.pk, "Comment": "Tests"},
            {"ContactId": world.lab.pk, "Comment": "Pays"},
        ],
    }
    stamps = STAMPS
    follow = {"Name": frozenset({"ProjectMembers"})}  # each of them tells it

    def new(self, by: Associate) -> Project:
        return new_project(by=by)

    def save(self, row: Any, values: dict[str, Any], by: Associate) -> Project:
        return save_project(row, values, by=by)

    def plant(self, world: World, number: int) -> list[Project]:
        return projects(world, number)

    def body(self, world: World) -> Carrier:
        return {
            "name": "Crane",
            "projectNumber": "K-1",
            "startDate": "2026-03-04T09:00:00.000Z",
            "projectMembers": [{"personId": world.dan.pk, "comment": "Lead"}],
        }


class TestSaleContract(EntityContract):
    contract = SALE_ENTITY
    resource = agent = "Sale"
    stamps = STAMPS
    follow = {
        "Amount": frozenset({"Earning"}),
        "Earning": frozenset({"EarningPercent"}),
        "EarningPercent": frozenset({"Earning"}),
    }

    def new(self, by: Associate) -> Sale:
        return new_sale(by=by)

    def save(self, row: Any, values: dict[str, Any], by: Associate) -> Sale:
        return save_sale(row, values, by=by)

    def plant(self, world: World, number: int) -> list[Sale]:
        return sales(world, number)

    def body(self, world: World) -> Carrier:
        return {
            "heading": "Ten cranes",
            "number": "K-1",
            "amount": 1000.5,
            "earningPercent": 20,
            "probability": 30,
            "contact": {"contactId": world.lab.pk},
            "status": "Open",
        }
