"""Periods, held against a second computation: walking the calendar day by day."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest

from crm.wire.archive import periods

DAYS = [date(2023, 11, 20) + timedelta(number) for number in range(400)]  # over a leap year's 29 February


def bucket(day: date, unit: str) -> tuple[int, ...]:
    """What two days of one unit have in common."""
    year, week, _ = day.isocalendar()
    return {
        "day": (day.toordinal(),),
        "week": (year, week),
        "month": (day.year, day.month),
        "quarter": (day.year, (day.month + 2) // 3),
        "halfyear": (day.year, 1 if day.month <= 6 else 2),
        "year": (day.year,),
    }[unit]


def first_of(day: date, unit: str) -> date:
    while bucket(day - timedelta(1), unit) == bucket(day, unit):
        day -= timedelta(1)
    return day


def walk(day: date, unit: str, steps: int) -> date:
    """The first day of the unit that many units away, found by walking."""
    day = first_of(day, unit)
    for _ in range(abs(steps)):
        day = first_of(day - timedelta(1), unit) if steps < 0 else day
        if steps > 0:
            here = bucket(day, unit)
            while bucket(day, unit) == here:
                day += timedelta(1)
    return day


@pytest.mark.parametrize("unit", ["day", "week", "month", "quarter", "halfyear", "year"])
def test_a_unit_begins_where_walking_the_calendar_finds_it(unit: str) -> None:
    for day in DAYS:
        for steps in (-2, -1, 0, 1, 2):
            assert periods.start(day, unit, steps) == walk(day, unit, steps), (day, steps)


# The worked examples of the documentation for 15 October 2025 (its weeks begin on a Tuesday there, against its own rule).
@pytest.mark.parametrize(
    ("unit", "first", "end", "wanted"),
    [
        ("day", 0, 1, ("2025-10-15", "2025-10-16")),
        ("month", 1, 3, ("2025-11-01", "2026-01-01")),
        ("quarter", 0, 1, ("2025-10-01", "2026-01-01")),
        ("year", -2, 0, ("2023-01-01", "2025-01-01")),
        ("week", -1, 2, ("2025-10-06", "2025-10-27")),
    ],
)
def test_a_stretch_is_half_open(unit: str, first: int, end: int, wanted: tuple[str, str]) -> None:
    found = periods.stretch(date(2025, 10, 15), unit, first, end)
    assert tuple(day.isoformat() for day in found) == wanted


def test_every_spelling_of_a_unit_is_known() -> None:
    spelled = "1 day days 2 week weeks wk wks 3 month months mon mos 4 quarter quarters qtr qtrs 5 halfyear halfyears hyr hyrs 6 year years yr yrs"
    assert set(periods.UNITS) == set(spelled.split())
    assert periods.unit_of("WEEKS") == "week"
    assert calendar.isleap(2024)
