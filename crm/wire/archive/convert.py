"""What clients write in a filter, turned into the values of a comparison.

A value becomes a number, a text in lower case, or an instant; a boolean says which shape the comparison takes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as clock
from typing import Any

from crm.wire.archive import periods
from crm.wire.archive.columns import Place
from crm.wire.archive.grammar import Literal
from crm.wire.clock import PLAIN, Clock
from crm.wire.rights import Caller

Values = Sequence[Literal]
Converted = list[Any]
_Z_FOR_T = re.compile(r"^(\d{4}-\d{1,2}-\d{1,2})Z(\d)")  # as an official sample writes it


@dataclass(frozen=True)
class Asking:
    """Who asks, when, and by which clock dates are told and understood."""

    caller: Caller
    now: datetime
    clock: Clock = PLAIN

    @property
    def zone(self) -> tzinfo:
        return self.clock.zone.tz

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """The instant at which a day begins."""
        return datetime.combine(day, clock.min, self.zone).astimezone(UTC)


Convert = Callable[[Values, Place, Asking], Converted]


def each(convert: Callable[[Literal, Place, Asking], Any]) -> Convert:
    return lambda values, place, asking: [convert(value, place, asking) for value in values]


def _shown(value: Literal) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def whole(value: Literal, _place: Place, _asking: Asking) -> int:
    if isinstance(value, bool):
        return int(value)
    try:
        number = int(str(value).strip())
    except ValueError:
        raise ValueError(f"{_shown(value)} is not a whole number.") from None
    if not -(2**31) <= number < 2_147_400_000:
        raise ValueError(f"{_shown(value)} does not fit an int32.")
    return number


def decimal(value: Literal, _place: Place, _asking: Asking) -> float:
    try:
        number = float(str(value).strip())
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError(f"{_shown(value)} is not a number.")
    return number


def truth(value: Literal, _place: Place, _asking: Asking) -> bool:
    word = str(value).strip().lower()
    if word not in ("true", "1", "false", "0"):
        raise ValueError(f"{_shown(value)} is neither true nor false.")
    return word in ("true", "1")


def text(value: Literal, _place: Place, _asking: Asking) -> str:
    if value is None:
        return ""
    return ("True" if value else "False").lower() if isinstance(value, bool) else str(value).lower()


def key(value: Literal, place: Place, asking: Asking) -> int | None:
    """The id of a row, None for none (0 and below); the number of an enum, whose names are understood too."""
    names = place.column.names
    if names is not None:
        return names.parse(value)
    if value is None or value == "":
        return None
    number = whole(value, place, asking)
    return number if number > 0 else None


def me(_values: Values, _place: Place, asking: Asking) -> Converted:
    return [asking.caller.pk]


def _moment(value: Literal, asking: Asking) -> tuple[datetime | None, bool]:
    """The instant, None for no date, and whether a time of day was given."""
    text = _Z_FOR_T.sub(r"\1T\2", str(value).strip())
    try:
        return asking.clock.hear(text), ":" in text
    except (ValueError, OverflowError):
        raise ValueError(
            f"{_shown(value)} is not a date such as 2026-11-20 or 2026-11-20T09:15:00Z."
        ) from None


def day(value: Literal, asking: Asking) -> date:
    """The day in the zone of whoever asks."""
    moment, _timed = _moment(value, asking)
    if moment is None:
        return date(1, 1, 2)
    return moment.astimezone(asking.zone).date() if moment.year < 9999 else date(9999, 12, 30)


def day_range(first: int, end: int) -> Convert:
    """The midnights that bound the days from the first value to the last, moved by so many days."""

    def convert(values: Values, _place: Place, asking: Asking) -> Converted:
        days = day(values[0], asking), day(values[-1], asking)
        return [asking.midnight(days[0] + timedelta(first)), asking.midnight(days[1] + timedelta(end))]

    return convert


def midnight(shift: int) -> Convert:
    return lambda values, _place, asking: [asking.midnight(day(values[0], asking) + timedelta(shift))]


def instant(shift: int) -> Convert:
    """The very instant when a time of day was given, otherwise the midnight of the day, moved by so many days."""

    def convert(values: Values, place: Place, asking: Asking) -> Converted:
        moment, timed = _moment(values[0], asking)
        return [moment] if timed and moment is not None else midnight(shift)(values, place, asking)

    return convert


def edge(shift: int) -> Convert:
    """Whether a time of day was given, and the instant, or the midnight of the day moved by so many days."""

    def convert(values: Values, place: Place, asking: Asking) -> Converted:
        _given, timed = _moment(values[0], asking)
        return [timed, *instant(shift)(values, place, asking)]

    return convert


def second(values: Values, place: Place, asking: Asking) -> Converted:
    """The second that was given, or the whole day."""
    moment, timed = _moment(values[0], asking)
    if not timed or moment is None:
        return day_range(0, 1)(values, place, asking)
    return [moment, moment + (timedelta(microseconds=1) if moment.microsecond else timedelta(seconds=1))]


def instants(values: Values, place: Place, asking: Asking) -> Converted:
    """From the first up to and including the last, as a half-open stretch."""
    last, timed = _moment(values[1], asking)
    end = (
        last + timedelta(microseconds=1)
        if timed and last is not None
        else midnight(1)(values[1:], place, asking)[0]
    )
    return [*instant(0)(values, place, asking), end]


def today(*shifts: int) -> Convert:
    return lambda _values, _place, asking: [
        asking.midnight(asking.today + timedelta(shift)) for shift in shifts
    ]


def around(first: int, end: int, *, counts: bool = False, back: bool = False) -> Convert:
    """A period around today; with `counts` the value before the period's name moves the end, or the start `back`."""

    def convert(values: Values, _place: Place, asking: Asking) -> Converted:
        unit = periods.unit_of(values[-1])
        count = periods.count_of(values[-2]) if counts and len(values) > 1 else int(counts)
        ends = (first - count, end) if back else (first, end + count)
        return [asking.midnight(day) for day in periods.stretch(asking.today, unit, *ends)]

    return convert
