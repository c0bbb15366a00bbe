"""Every operator of every restriction type, against four tickets whose answers were worked out by hand."""

from __future__ import annotations

import pytest
from rest_framework.exceptions import ParseError

from crm.wire.archive.operators import OPERATORS
from tests.archive.conftest import OSLO, Find
from tests.world import World

pytestmark = pytest.mark.django_db
ALL = "abcd"

NUMBERS = {
    "numberOfMessages eq 7": "cd",
    "numberOfMessages = 7": "cd",
    "numberOfMessages equals '7'": "cd",
    "numberOfMessages set 3": "b",
    "numberOfMessages ne 7": "ab",
    "numberOfMessages != 7": "ab",
    "numberOfMessages <> 7": "ab",
    "numberOfMessages unequals 7": "ab",
    "numberOfMessages lt 3": "a",
    "numberOfMessages < 3": "a",
    "numberOfMessages less 3": "a",
    "numberOfMessages le 3": "ab",
    "numberOfMessages <= 3": "ab",
    "numberOfMessages gt 3": "cd",
    "numberOfMessages > 3": "cd",
    "numberOfMessages greater 3": "cd",
    "numberOfMessages ge 3": "bcd",
    "numberOfMessages >= 3": "bcd",
    "numberOfMessages between (1, 3)": "b",
    "numberOfMessages between ('3','7')": "bcd",
    "numberOfMessages in (0, 3)": "ab",
    "numberOfMessages oneOf(3)": "b",
    "numberOfMessages notOneOf (3, 7)": "a",
    "numberOfMessages isNull": "a",
    "numberOfMessages isNotNull": "bcd",
    "numberOfMessages oneOf ()": "",
    "numberOfMessages notOneOf ()": ALL,
    "NUMBEROFMESSAGES EQ 7": "cd",
    "numberOfMessages eq [I:7]": "cd",
    "timeSpent eq 90": "a",
    "timeSpent gt '[TS:60]'": "a",
}
TEXTS = {
    "title is 'PUMP'": "c",
    "title eq 'pump'": "c",
    "title = 'Pump'": "c",
    "title isNot 'pump'": "abd",
    "title ne 'pump'": "abd",
    "title isNot ''": "abc",
    "title begins 'crane'": "ab",
    "title notBegins 'CRANE'": "cd",
    "title contains 'ne s'": "a",
    "title contains '100%'": "b",
    "title contains '_'": "b",
    "title contains '%'": "b",
    r"title contains 'O\'Brien'": "b",
    "title contains 'o''brien'": "b",
    "title notContains 'crane'": "cd",
    "title ends 'STOPS'": "a",
    "title notEnds 'stops'": "bcd",
    "title in ('pump', '')": "cd",
    "title oneOf ('PUMP')": "c",
    "title between ('d','z')": "c",
    "title isNull": "d",
    "title isNotNull": "abc",
    "author is 'åse'": "a",
    "author contains 'ÅS'": "a",
    "substringof('ump', title)": "c",
    "startswith(title,'Crane')": "ab",
    "endswith(title,'x')": "b",
    "contains(title, 'rane')": "ab",
    "person/lastName is 'lund'": "d",
    "person/lastName isNot 'lund'": "abc",
    "person/fullName is 'Dan de Vries'": "b",
    "person/fullName begins 'cleo'": "a",
    "person/fullName isNull": "c",
    "person/contact/name is 'Lab'": "ab",
}
FLAGS = {
    "has_attachment set true": "a",
    "has_attachment = 1": "a",
    "has_attachment eq false": "bcd",
    "has_attachment equals 0": "bcd",
    "has_attachment ne true": "bcd",
    "getAllRows=true": ALL,
    "getAllRows = false": "",
    "getNoRows=true": "",
    "getNoRows set false": ALL,
    "getNoRows=true or numberOfMessages eq 3": "b",
    "getAllRows=true or numberOfMessages eq 3": ALL,
    "not getAllRows=true": "",
    "not getNoRows=true": ALL,
    "not numberOfMessages eq 3": "acd",
    "numberOfMessages eq 7 and not (title is '' or title is 'x')": "c",
}
DAYS = {  # deadline: a 16 Oct 22:30, b 15 Oct 12:00:30, c none, d 1 Jan 2024
    "deadline before '2025-10-16'": "bd",
    "deadline after '2025-10-15'": "a",
    "deadline date '2025-10-16'": "a",
    "deadline equals '2025-10-15'": "b",
    "deadline date '2025-10-15T09:00:00'": "b",
    "deadline beforeOrEqual '2025-10-15'": "bd",
    "deadline to '2025-10-15'": "bd",
    "deadline from '2025-10-15'": "ab",
    "deadline between ('2025-10-15','2025-10-16')": "ab",
    "deadline dateBetween ('2024-01-01','2025-10-15')": "bd",
    "deadline ge '2025-10-16'": "a",
    "deadline gt '2025-10-15'": "a",
    "deadline le '2025-10-15'": "bd",
    "deadline lt '2025-10-15'": "d",
    "deadline ne '2025-10-15'": "acd",
    "deadline dateTime '2025-10-15T12:00:30'": "b",
    "deadline eq '2025-10-15T12:00:30Z'": "b",
    "deadline eq '2025-10-15T14:00:30+02:00'": "b",
    "deadline beforeTime '2025-10-15T12:00:30'": "d",
    "deadline le '2025-10-15T12:00:30'": "bd",
    "deadline afterTime '2025-10-15T12:00:30'": "a",
    "deadline gt '2025-10-15T12:00:29'": "ab",
    "deadline between ('2025-10-15T12:00:30','2025-10-16T22:30:00')": "ab",
    "deadline after '2025-10-15Z12:00:00'": "ab",
    "deadline after 2025-10-15T12:00:00": "ab",
    "deadline date '2025-10-16T08:00:00'": "a",
    "deadline isNull": "c",
    "deadline isNotNull": "abd",
    "deadline today": "b",
    "deadline beforeToday": "d",
    "deadline afterToday": "a",
    "deadline before '2025-1-9'": "d",
    "deadline eq '[D:10/15/2025]'": "b",
}
PERIODS = {  # created: a Wed 15 Oct 2025, b Sun 12 Oct 23:00, c 1 Jul 2025, d 31 Dec 2024 23:30
    "createdAt thisWeek": "a",
    "createdAt lastWeek": "b",
    "createdAt nextWeek": "",
    "createdAt thisMonth": "ab",
    "createdAt lastMonth": "",
    "createdAt thisQuarter": "ab",
    "createdAt lastQuarter": "c",
    "createdAt thisHalf": "abc",
    "createdAt thisYear": "abc",
    "createdAt thisPeriod 'year'": "abc",
    "createdAt thisPeriod (6)": "abc",
    "createdAt thisPeriod 1 4": "ab",
    "this(createdAt, week)": "a",
    "previous(createdAt, 1, 'weeks')": "b",
    "createdAt previousPeriod (1, 'year')": "d",
    "createdAt previousPeriod (2, 'qtrs')": "c",
    "deadline nextPeriod (1, 'day')": "a",
    "next(deadline, 3, 'days')": "a",
    "thisAndPrevious(createdAt, 1, 'week')": "ab",
    "thisAndNext(deadline, 1, 'days')": "ab",
    "createdAt thisPreviousAndNext 'week'": "ab",
    "thisAndPreviousAndNext(createdAt, 'year')": ALL,
}
KEYS = {
    "status eq 1": "abd",
    "status eq 'Closed'": "c",
    "status oneOf (2, 3)": "c",
    "status notOneOf (2)": "abd",
    "slevel = 'external'": "a",
    "readStatus ne 1": "bcd",
    "priorityName isNull": "b",
    "priorityName isNotNull": "acd",
    "ownedBy eq 0": "c",
    "ownedBy oneOf (0)": "c",
    "ownedBy isNull": "c",
    "ownedBy currentAssociate": "",
    "tags oneOf ()": "",
    "tags intArrayNotAnyOf ()": ALL,
}


@pytest.mark.parametrize(
    ("text", "wanted"), [*NUMBERS.items(), *TEXTS.items(), *FLAGS.items(), *DAYS.items(), *PERIODS.items(), *KEYS.items()]
)  # fmt: skip
def test_an_operator_finds_what_was_worked_out_by_hand(text: str, wanted: str, find: Find) -> None:
    assert find(text) == set(wanted)


def test_lists_and_users_are_compared_by_id(find: Find, world: World) -> None:
    ada, bo, support = world.ada.pk, world.bo.pk, world.support.pk
    assert find(f"ownedBy associateIsOneOf ({ada})") == {"a", "d"}
    assert find(f"ownedBy associateIsOneOf ({ada}, 0)") == {"a", "c", "d"}
    assert find(f"ownedBy associateIsNotOneOf ({ada}, {bo})") == {"c"}
    assert find(f"ownedBy associateIsNotOneOf ({ada}, 0)") == {"b"}
    assert find(f"ownedBy ne {ada}") == {"b", "c"}
    assert find(f"ownedBy in ('{bo}')") == {"b"}
    assert find(f"categoryFullName eq {support}") == {"a", "c"}
    assert find(f"categoryFullName notOneOf ({support})") == {"b", "d"}
    assert find(f"createdBy/associateDbId eq {ada}") == set()


def test_tags_are_compared_as_sets(find: Find, world: World) -> None:
    vip, bug = world.vip.pk, world.bug.pk
    assert find(f"tags intArrayOneOf ({vip}, {bug})") == {"a", "b"}
    assert find(f"tags intArrayAllOf ({vip}, {bug})") == {"a"}
    assert find(f"tags intArrayNotAllOf ({vip}, {bug})") == {"b", "c", "d"}
    assert find(f"tags intArrayNotAnyOf ({bug})") == {"c", "d"}


def test_days_begin_at_midnight_of_the_zone_that_was_asked_for(find: Find) -> None:
    # 22:30 on the 16th in UTC is half past midnight on the 17th in Oslo, and 23:30 on New Year's Eve the next year.
    assert find("deadline date '2025-10-17'", OSLO) == {"a"}
    assert find("deadline date '2025-10-16'", OSLO) == set()
    assert find("createdAt thisYear", OSLO) == {"a", "b", "c", "d"}
    assert find("createdAt thisWeek", OSLO) == {"a", "b"}
    assert find("deadline eq '2025-10-15T14:00:30'", OSLO) == {"b"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("titlex eq 'x'", "no column 'titlex'; did you mean title"),
        ("title beginz 'x'", "no operator 'beginz'; did you mean begins"),
        ("title begins", "takes 1 values, not 0"),
        ("numberOfMessages between (1)", "takes 2 values, not 1"),
        ("numberOfMessages eq 'many'", "not a whole number"),
        ("numberOfMessages eq 99999999999", "int32"),
        ("has_attachment eq maybe", "neither true nor false|character"),
        ("has_attachment eq 'maybe'", "neither true nor false"),
        ("createdAt after 'soon'", "not a date"),
        ("createdAt thisPeriod 'fortnight'", "none of the periods"),
        ("createdAt nextPeriod (99999, 'year')", "number of periods"),
        ("status eq 'Nowhere'", "none of"),
        ("messageLanguage eq 'en'", "cannot be filtered by"),
        ("__class__ eq 1", "no column"),
        ("owner__user__password begins 'p'", "no column"),
        ("person/associate/user/password begins 'p'", "no column"),
    ],
)
def test_what_cannot_be_compared_is_refused_by_name(text: str, words: str, find: Find) -> None:
    with pytest.raises(ParseError, match=words):
        find(text)


def test_every_operator_is_tried_here() -> None:
    tried = " ".join([*NUMBERS, *TEXTS, *FLAGS, *DAYS, *PERIODS, *KEYS]).lower()
    elsewhere = {
        "associateisoneof",
        "associateisnotoneof",
        "intarrayallof",
        "intarraynotallof",
        "intarrayoneof",
    }
    spelled_alike = {
        "notin",
        "lessorequal",
        "greaterorequal",
        "afterorequal",
        "is",
        "isnot",
        "set",
    }
    functions = {"nextmonth", "nextquarter"}
    known = {name for operators in OPERATORS.values() for name in operators}
    assert {name for name in known if name not in tried} - elsewhere - spelled_alike - functions == set()
