"""A crowd of invented customers, as many as a desk with that many tickets would have."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from crm.directory.models import Contact, Person
from crm.directory.seeds import lists
from crm.directory.seeds.loading import Loader, Sheet, Value
from crm.directory.seeds.planting import last_key, raise_sequence

PEOPLE_A_COMPANY = 4
_AT_ONCE = 5_000
_COMPANY = ("id", "name", "number2", "email_address", "country_id", "business_id", "category_id")
_PERSON = ("id", "firstname", "lastname", "email", "contact_id", "position_id", "country_id")
_TIMES = ("registered", "updated")


def grow_crowd(loader: Loader, people: int, now: datetime.datetime) -> int:
    """Adds companies and people until there are `people` people; returns how many rows that took."""
    missing = people - Person.objects.count()
    if missing <= 0:
        return 0
    companies = -(-missing // PEOPLE_A_COMPANY)
    first_company, first_person = last_key(Contact) + 1, last_key(Person) + 1
    raise_sequence(Contact, first_company + companies - 1)
    raise_sequence(Person, first_person + missing - 1)
    company_sheet, person_sheet = Sheet(Contact, *_COMPANY, *_TIMES), Sheet(Person, *_PERSON, *_TIMES)
    crowd = _Crowd(loader, f"{now:%Y-%m-%d %H:%M:%S}")
    for start in range(0, companies, _AT_ONCE):
        places = range(start, min(start + _AT_ONCE, companies))
        loader.load(company_sheet, [crowd.company(first_company + place) for place in places])
    for start in range(0, missing, _AT_ONCE):
        places = range(start, min(start + _AT_ONCE, missing))
        loader.load(
            person_sheet,
            [
                crowd.person(first_person + place, first_company + place // PEOPLE_A_COMPANY)
                for place in places
            ],
        )
    return companies + missing


class _Crowd:
    """Names and addresses that follow from a row's key alone."""

    def __init__(self, loader: Loader, at: str) -> None:
        words: dict[str, Any] = json.loads(Path(__file__).with_name("crowd.json").read_text(encoding="utf-8"))
        self._first, self._last, self._trades = (
            [loader.text(word) for word in words[name]] for name in ("firstnames", "lastnames", "trades")
        )
        self._countries = [key for key, _, _ in lists.COUNTRIES]
        self._at = at

    def company(self, key: int) -> tuple[Value, ...]:
        name = f"{self._last[key % len(self._last)]} {self._trades[key * 7 % len(self._trades)]}"
        business = key % len(lists.BUSINESSES) + 1
        country = self._countries[key % len(self._countries)]
        return (key, name, str(key), f"info@c{key}.example", country, business, 1, self._at, self._at)

    def person(self, key: int, company: int) -> tuple[Value, ...]:
        turn, first = divmod(key, len(self._first))
        last = (turn + key) % len(self._last)  # each round through the first names pairs them with other ones
        position = key % len(lists.POSITIONS) + 1
        country = self._countries[company % len(self._countries)]
        return (
            key,
            first,
            last,
            f"p{key}@c{company}.example",
            company,
            position,
            country,
            self._at,
            self._at,
        )
