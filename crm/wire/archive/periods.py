"""Stretches of days around today: this week, the next two months, the previous quarter.

Source: the documented date-range operators; ranges are half open, weeks run from Monday to Sunday.
"""

from __future__ import annotations

from datetime import date, timedelta

UNITS: dict[str, str] = {
    name: unit
    for unit, names in {
        "day": "1 day days",
        "week": "2 week weeks wk wks",
        "month": "3 month months mon mos",
        "quarter": "4 quarter quarters qtr qtrs",
        "halfyear": "5 halfyear halfyears hyr hyrs",
        "year": "6 year years yr yrs",
    }.items()
    for name in names.split()
}
_MONTHS = {"month": 1, "quarter": 3, "halfyear": 6, "year": 12}
MOST = 1_000  # units; beyond it dates leave the calendar


def unit_of(given: object) -> str:
    """The unit that a name or a number stands for. Raises ValueError."""
    unit = UNITS.get(str(given).strip().lower())
    if unit is None:
        raise ValueError(f"{given!r} is none of the periods day, week, month, quarter, halfyear, year.")
    return unit


def count_of(given: object) -> int:
    """How many units. Raises ValueError."""
    text = str(given).strip()
    if not text.isdecimal() or len(text) > len(str(MOST)) or int(text) > MOST:
        raise ValueError(f"{text[:60]!r} is no number of periods up to {MOST}.")
    return int(text)


def start(day: date, unit: str, steps: int) -> date:
    """The first day of the unit that lies so many steps from the one that holds the day."""
    if unit == "day":
        return day + timedelta(days=steps)
    if unit == "week":
        return day - timedelta(days=day.weekday()) + timedelta(weeks=steps)
    size = _MONTHS[unit]
    month = ((day.year * 12 + day.month - 1) // size + steps) * size
    return date(month // 12, month % 12 + 1, 1)


def stretch(day: date, unit: str, first: int, end: int) -> tuple[date, date]:
    """From the start of one unit up to, not including, the start of another."""
    return start(day, unit, first), start(day, unit, end)
