"""A crowd of invented customers, as many as a desk with that many tickets would have."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
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
    there = Person.objects.count()
    missing = people - there
    if missing <= 0:
        return 0
    companies = -(-missing // PEOPLE_A_COMPANY)
    crowd = _Crowd(loader, there, now)
    raise_sequence(Contact, crowd.first_company + companies - 1)
    raise_sequence(Person, crowd.first_person + missing - 1)
    _load(loader, Sheet(Contact, *_COMPANY, *_TIMES), crowd.company, companies)
    _load(loader, Sheet(Person, *_PERSON, *_TIMES), crowd.person, missing)
    return companies + missing


def _load(loader: Loader, sheet: Sheet, row: Callable[[int], tuple[Value, ...]], count: int) -> None:
    for start in range(0, count, _AT_ONCE):
        loader.load(sheet, [row(place) for place in range(start, min(start + _AT_ONCE, count))])


class _Crowd:
    """Names and addresses that follow from how many people there were before."""

    def __init__(self, loader: Loader, there: int, now: datetime.datetime) -> None:
        words: dict[str, Any] = json.loads(Path(__file__).with_name("crowd.json").read_text(encoding="utf-8"))
        self._first, self._last, self._trades = (
            [loader.text(word) for word in words[name]] for name in ("firstnames", "lastnames", "trades")
        )
        self._countries = [key for key, _, _ in lists.COUNTRIES]
        self._there = there
        self._times = (f"{now:%Y-%m-%d %H:%M:%S}",) * 2
        self.first_company, self.first_person = last_key(Contact) + 1, last_key(Person) + 1

    def company(self, place: int) -> tuple[Value, ...]:
        key, number = self.first_company + place, self._number(place)
        name = f"{self._last[number % len(self._last)]} {self._trades[number * 7 % len(self._trades)]}"
        business = number % len(lists.BUSINESSES) + 1
        where = self._countries[number % len(self._countries)]
        return (key, name, str(number), f"info@c{number}.example", where, business, 1, *self._times)

    def person(self, place: int) -> tuple[Value, ...]:
        company, number = place // PEOPLE_A_COMPANY, self._there + place
        turn, first = divmod(number, len(self._first))
        last = (turn + number) % len(self._last)  # each round through the first names pairs them with others
        email = f"p{number}@c{self._number(company)}.example"
        position = number % len(lists.POSITIONS) + 1
        where = self._countries[self._number(company) % len(self._countries)]
        head = (self.first_person + place, self._first[first], self._last[last], email)
        return (*head, self.first_company + company, position, where, *self._times)

    def _number(self, company: int) -> int:
        """A number for a company, which no company of an earlier crowd has."""
        return self._there + company
