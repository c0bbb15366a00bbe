"""The filter language: what is read, and where reading stops."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.exceptions import ParseError

from crm.wire.archive.grammar import MAX_DEPTH, MAX_LENGTH, Condition, Junction, Negation, parse

# The acceptance strings of the reference, each with what it says.
ACCEPTED: dict[str, Any] = {
    "contactId=12": Condition("contactId", "=", (12,)),
    "category oneOf(3)": Condition("category", "oneOf", (3,)),
    r"name contains 'L\'Oréal'": Condition("name", "contains", ("L'Oréal",)),
    "name is 'O''Brien'": Condition("name", "is", ("O'Brien",)),
    "personUdef/SuperOffice:1 = 'Works'": Condition("personUdef/SuperOffice:1", "=", ("Works",)),
    "date thisWeek": Condition("date", "thisWeek"),
    "thisAndPrevious(registered, 2, 'weeks')": Condition("registered", "thisAndPrevious", (2, "weeks")),
    "date thisPeriod 1 4": Condition("date", "thisPeriod", (1, 4)),
    "(updatedDate ge '1970-01-01')": Condition("updatedDate", "ge", ("1970-01-01",)),
    "date date '2026-02-03'": Condition("date", "date", ("2026-02-03",)),
    "getAllRows=true": Condition("getAllRows", "=", (True,)),
    "y_a.(y_b->x_a).x_c eq 'x'": Condition("y_a.(y_b->x_a).x_c", "eq", ("x",)),
    "birthYear between ('1972','1980') and birthMonth between ('1','6')": Junction(
        True,
        (
            Condition("birthYear", "between", ("1972", "1980")),
            Condition("birthMonth", "between", ("1", "6")),
        ),
    ),
    "order eq 1 and android eq 2": Junction(
        True, (Condition("order", "eq", (1,)), Condition("android", "eq", (2,)))
    ),
    "a=1 OR b=2 and not c=3": Junction(
        False,
        (
            Condition("a", "=", (1,)),
            Junction(True, (Condition("b", "=", (2,)), Negation(Condition("c", "=", (3,))))),
        ),
    ),
    "(a=1 or b=2)and c=3": Junction(
        True,
        (
            Junction(False, (Condition("a", "=", (1,)), Condition("b", "=", (2,)))),
            Condition("c", "=", (3,)),
        ),
    ),
    "substringof('x', title)": Condition("title", "contains", ("x",)),
    "startswith(title,'x')": Condition("title", "begins", ("x",)),
    "endswith(title, 'x')": Condition("title", "ends", ("x",)),
    "this(created, month)": Condition("created", "thisPeriod", ("month",)),
    "category eq '[I:3]'": Condition("category", "eq", ("3",)),
    "created eq [D:05/31/1999]": Condition("created", "eq", ("1999-05-31",)),
    "created after 2026-02-03T10:00:00+01:00": Condition("created", "after", ("2026-02-03T10:00:00+01:00",)),
    'name is "say ""hi"""': Condition("name", "is", ('say "hi"',)),
    "name is ''": Condition("name", "is", ("",)),
    "rank > -2.5": Condition("rank", ">", (-2.5,)),
    "owner eq null": Condition("owner", "eq", (None,)),
    "tags oneOf ()": Condition("tags", "oneOf"),
}


@pytest.mark.parametrize("text", ACCEPTED)
def test_a_filter_of_the_reference_is_read(text: str) -> None:
    assert parse(text) == ACCEPTED[text]


@pytest.mark.parametrize("text", ["", "   "])
def test_no_filter_is_no_tree(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("title eq 'a", "character 10"),
        ("title", "ends too early"),
        ("a=1 and", "ends too early"),
        ("(a=1", "ends too early"),
        ("a=1)", "character 4"),
        ("a eq 1 b", "character 8"),
        ("soundslike(a,'b')", "no function soundslike"),
        ("contains('a','b')", "name of a column"),
        ("a=1 ; drop", "character 5"),
        ("a eq 'b\x00'", "NUL"),
        ("a=1 and " * 3000 + "a=1", str(MAX_LENGTH)),
        ("(" * (MAX_DEPTH + 1) + "a=1" + ")" * (MAX_DEPTH + 1), f"{MAX_DEPTH} levels"),
        ("not " * (MAX_DEPTH + 1) + "a=1", f"{MAX_DEPTH} levels"),
        (" or ".join(["a=1"] * 201), "200 conditions"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text: str, words: str) -> None:
    with pytest.raises(ParseError, match=words):
        parse(text)
