"""The carrier of a recurrence: one row, its patterns grouped in carriers of their own."""

from __future__ import annotations

from typing import Any

from crm.appointments.contracts.enums import (
    DAILY_PATTERN,
    MONTHLY_PATTERN,
    RECURRENCE_END,
    RECURRENCE_PATTERN,
    WEEK_OF_MONTH,
    WEEKDAYS,
    YEARLY_PATTERN,
)
from crm.appointments.models import Recurrence
from crm.wire import dates, kinds
from crm.wire.clock import PLAIN, Clock
from crm.wire.contract import Column, Computed, Contract, Enum, Flags, Key, Owned, WallTime
from crm.wire.kinds import Kind

MAX_DATES = 1000


def _read_dates(given: Any, clock: Clock = PLAIN) -> list[dict[str, Any]]:
    elements = kinds.ARRAY.read(given)
    if len(elements) > MAX_DATES:
        raise ValueError(f"More than {MAX_DATES} dates.")
    return [_read_date(element, clock) for element in elements if element is not None]


# The members beside the date, in the documented order: PostgreSQL keeps an order of its own.
_BESIDE = {
    "IsConflict": kinds.BOOLEAN.read,
    "Description": kinds.STRING.read,
    "DescriptionStyleHint": kinds.STRING.read,
    "Tooltip": kinds.STRING.read,
}


def _read_date(element: Any, clock: Clock) -> dict[str, Any]:
    if not isinstance(element, dict):
        raise ValueError("An array of objects with a Date is expected here.")
    given = {name.lower(): value for name, value in element.items()}
    date = dates.instant_to_text(kinds.heard(clock.hear_wall, given.get("date")))
    return {"Date": date} | {name: read(given.get(name.lower())) for name, read in _BESIDE.items()}


def _write_dates(kept: list[Any], clock: Clock = PLAIN) -> list[dict[str, Any]]:
    return [
        {"Date": clock.tell_wall(dates.instant_from_text(date.get("Date", "")))}
        | {name: date.get(name, read(None)) for name, read in _BESIDE.items()}
        for date in kept
        if isinstance(date, dict)
    ]


DATES = Kind(
    "array",
    "SuperOffice.CRM.Services.RecurrenceDate[]",
    [],
    _read_dates,
    _write_dates,
    hear=lambda clock, given: _read_dates(given, clock),
    tell=lambda clock, kept: _write_dates(kept or [], clock),
)

_DAY = Contract(
    "RecurrenceDayPattern", Recurrence, {"Cycle": "day_cycle", "Pattern": Enum("day_pattern", DAILY_PATTERN)}
)
_WEEK = Contract(
    "RecurrenceWeekPattern", Recurrence, {"Cycle": "week_cycle", "Weekdays": Flags("weekdays", WEEKDAYS)}
)
_MONTH = Contract(
    "RecurrenceMonthPattern",
    Recurrence,
    {
        "Cycle": "month_cycle",
        "Day": "month_day",
        "Weekday": Flags("month_weekday", WEEKDAYS),
        "WeekOfMonth": Enum("month_week", WEEK_OF_MONTH),
        "Pattern": Enum("month_pattern", MONTHLY_PATTERN),
    },
)
_YEAR = Contract(
    "RecurrenceYearPattern",
    Recurrence,
    {
        "Cycle": "year_month",
        "Day": "year_day",
        "Weekday": Flags("year_weekday", WEEKDAYS),
        "WeekOfMonth": Enum("year_week", WEEK_OF_MONTH),
        "Pattern": Enum("year_pattern", YEARLY_PATTERN),
    },
)

RECURRENCE = Contract(
    "RecurrenceInfo",
    Recurrence,
    {
        "RecurrenceId": Key(),
        "StartDate": WallTime("start_date"),
        "EndDate": WallTime("end_date"),
        "RecurrenceEndType": Enum("end_type", RECURRENCE_END),
        "Pattern": Enum("pattern", RECURRENCE_PATTERN),
        "DayPattern": Owned(_DAY),
        "WeekPattern": Owned(_WEEK),
        "MonthPattern": Owned(_MONTH),
        "YearPattern": Owned(_YEAR),
        "Dates": Column("dates", kind=DATES),
        "RecurrenceCounter": "counter",
        "IsRecurrence": Computed(lambda key: key is not None, ["id"], kinds.BOOLEAN, writes="is_recurrence"),
    },
)
