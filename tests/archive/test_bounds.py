"""How large a question may be: past each bound 400 that says so, and never a failure."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.callers import Api
from tests.world import World

pytestmark = pytest.mark.django_db
DIGITS = "9" * 5000  # Python itself turns no longer text into a number


@pytest.mark.parametrize(
    ("option", "text", "words"),
    [
        ("$top", "-1", "is not a whole number from 0 up."),
        ("$top", "\u00b2", "is not a whole number from 0 up."),
        ("$filter", f"ticketId = {DIGITS}", "is not a whole number."),
        ("$filter", f"ticketId = '{DIGITS}'", "is not a whole number."),
        ("$filter", f"createdAt = '{DIGITS}'", "is not a date"),
        ("$filter", f"createdAt next ({DIGITS}, 'day')", "$filter: "),
        ("$filter", "timeSpent = 1e400", "$filter"),
        ("$filter", f"title = '{'x' * 20_000}'", "20000 are read."),
        ("$filter", "(" * 33 + "title = 'x'" + ")" * 33, "nested more than 32 levels deep."),
        ("$filter", "not " * 33 + "title = 'x'", "nested more than 32 levels deep."),
        ("$filter", "ticketId = 1" + " or ticketId = 1" * 200, "more than 200 conditions."),
        ("$filter", f"ticketId oneOf ({','.join(['1'] * 1001)})", "more than 1000 values."),
        ("$skiptoken", "W10", "$skiptoken is none"),
    ],
)
def test_what_is_too_large_is_refused_in_words(option: str, text: str, words: str, world: World) -> None:
    said = Api(world.tove).get(f"Ticket?{quote(option)}={quote(text)}", status=400)["ErrorMessage"]
    assert words in said
    assert len(said) < 500


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e400", "nan"])
def test_what_is_no_number_is_no_decimal(number: str, world: World) -> None:
    said = Api(world.tove).get(f"Archive/FindSale?$filter=amount%20%3D%20'{number}'", status=400)[
        "ErrorMessage"
    ]
    assert "is not a number." in said


@pytest.mark.parametrize(("option", "rows"), [("$top", 1), ("$skip", 0)])
def test_more_rows_than_there_can_be_are_all_rows(option: str, rows: int, world: World) -> None:
    answer = Api(world.tove).get(f"Ticket?{quote(option)}={DIGITS}")
    assert len(answer["value"]) == rows
