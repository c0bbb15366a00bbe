"""Companies and people of the demo world; `companies.json` holds who they are."""

from __future__ import annotations

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any

from crm.directory.models import Contact, Person
from crm.directory.seeds import lists
from crm.directory.seeds.cast import KEYS
from crm.directory.seeds.lists import country_key, key_of
from crm.directory.seeds.planting import ago, plant

HOME = 649  # our own company; the documented appointment names it
AGE_DAYS = 1000  # HOME was registered so long before the instant that the world was planted at

Facts = dict[str, Any]

# What the file spells as a word or a key; everything else in it bears the name of its column.
_NOT_COLUMNS = {
    *("id", "country", "business", "category", "position", "priority", "company", "people"),
    *("associate", "support"),
}


@cache
def _file() -> Facts:
    facts: Facts = json.loads(Path(__file__).with_name("companies.json").read_text(encoding="utf-8"))
    return facts


@cache
def _people() -> dict[int, Facts]:
    """Everybody by key, each with the company they belong to."""
    people = {person["id"]: person for person in _file()["people"]}
    for company in _file()["companies"]:
        people |= {person["id"]: person | {"company": company} for person in company["people"]}
    return people


def full_name(facts: Facts) -> str:
    names = (facts["firstname"], facts.get("middle_name"), facts["lastname"])
    return " ".join(name for name in names if name)


@cache
def people_by_name() -> dict[str, int]:
    """The key of each person of the demo world, by full name."""
    return {full_name(facts): key for key, facts in _people().items()}


def person_email(key: int) -> str:
    email: str = _people()[key]["email"]
    return email


def company_of(key: int) -> int | None:
    """The key of the company that a person of the demo world belongs to."""
    company: Facts = _people()[key].get("company", {})
    return company.get("id")


def plant_companies(now: datetime.datetime) -> int:
    return len(plant(_contact(facts, now) for facts in _file()["companies"]))


def plant_people(now: datetime.datetime) -> int:
    return len(plant(_person(facts, now) for facts in _people().values()))


def anchor() -> datetime.datetime | None:
    """The instant that the world in this database was planted at; None when its home is not there."""
    registered = Contact.objects.filter(pk=HOME).values_list("registered", flat=True).first()
    return registered and registered + datetime.timedelta(days=AGE_DAYS)


def _columns(facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if name not in _NOT_COLUMNS}


def _contact(facts: Facts, now: datetime.datetime) -> Contact:
    registered = ago(now, days=AGE_DAYS if facts["id"] == HOME else facts["id"] % 700 + 40)
    return Contact(
        id=facts["id"],
        number2=str(facts["id"]),
        country_id=country_key(facts["country"]),
        business_id=key_of(lists.BUSINESSES, facts["business"]),
        category_id=key_of(lists.CONTACT_CATEGORIES, facts["category"]),
        associate_id=KEYS.get(facts.get("associate", "")),
        support_associate_id=KEYS.get(facts.get("support", "")),
        registered=registered,
        updated=registered,
        **_columns(facts),
    )


def _person(facts: Facts, now: datetime.datetime) -> Person:
    company: Facts = facts.get("company", {})
    registered = ago(now, days=facts["id"] % 600 + 30)
    return Person(
        id=facts["id"],
        contact_id=company_of(facts["id"]),
        position_id=key_of(lists.POSITIONS, facts["position"]),
        country_id=country_key(facts.get("country") or company.get("country")),
        direct_phone=company.get("phone", ""),
        associate_id=KEYS.get(facts.get("associate") or company.get("associate", "")),
        support_associate_id=KEYS.get(facts.get("support", "")),
        ticket_priority_id=facts.get("priority"),
        registered=registered,
        updated=registered,
        **_columns(facts),
    )
