"""How single values travel: one `Kind` per type of the wire, with its .NET name, its blank, and both directions."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from crm.wire import dates
from crm.wire.clock import PLAIN, Clock
from crm.wire.values import EnumNames, FlagNames, minutes_from_text, minutes_to_text

INT32 = 2_147_483_647
_INT64 = 9_223_372_036_854_775_807
_WHOLE = re.compile(r"[+-]?[0-9]{1,30}")


@dataclass(frozen=True)
class Kind:
    """A type of the wire. `read` raises ValueError with words for the client.

    `hear` and `tell` are `read` and `write` by the clock of a request that names a time zone; without them the kind
    knows no zones.
    """

    name: str
    dotnet: str
    blank: Any
    read: Callable[[Any], Any]
    write: Callable[[Any], Any] | None = None
    length: int = 0
    hear: Callable[[Clock, Any], Any] | None = None
    tell: Callable[[Clock, Any], Any] | None = None


def _number(given: Any) -> int:
    if given is None or given == "":
        return 0
    if isinstance(given, str):
        text = given.strip()
        if _WHOLE.fullmatch(text):
            given = int(text)
    if isinstance(given, float) and given.is_integer():
        given = int(given)
    if not isinstance(given, int) or isinstance(given, bool):
        raise ValueError(f"{_shown(given)} is not a whole number.")
    if not -INT32 - 1 <= given <= INT32:
        raise ValueError(f"{given} does not fit an int32.")
    return given


def _real(given: Any) -> float:
    if given is None or given == "":
        return 0.0
    try:
        if isinstance(given, bool):
            raise TypeError
        number = float(given)
    except (TypeError, ValueError):
        raise ValueError(f"{_shown(given)} is not a number.") from None
    if not math.isfinite(number):
        raise ValueError("NaN and infinity are not numbers here.")
    return number


def _truth(given: Any) -> bool:
    if isinstance(given, str):
        word = given.strip().lower()
        if word in ("true", "1"):
            return True
        if word in ("false", "0", ""):
            return False
    elif given in (True, False, None):  # 1 and 0 too
        return bool(given)
    raise ValueError(f"{_shown(given)} is neither true nor false.")


def _text(given: Any) -> str:
    if given is None:
        return ""
    if isinstance(given, str):
        if "\x00" in given:
            raise ValueError("The text holds a NUL character.")
        return given
    if isinstance(given, bool):
        return "True" if given else "False"
    if isinstance(given, (int, float)):
        return str(given)
    raise ValueError("A text is expected here.")


def heard(hear: Callable[[str], Any], given: Any) -> Any:
    """The date that was sent, None for no date. Raises ValueError with words for the client."""
    if given is None:
        return None
    if not isinstance(given, str):
        raise ValueError(f"{_shown(given)} is not a date.")
    try:
        return hear(given)
    except (ValueError, OverflowError):
        raise ValueError(f"{_shown(given)} is not a date such as 2026-11-20T09:15:00Z.") from None


def _mapping(given: Any) -> dict[str, Any]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise ValueError("An object of names and values is expected here.")
    return given


def _dictionary(given: Any) -> dict[str, Any]:
    mapping = _mapping(given)
    keepable(mapping)
    return mapping


def keepable(given: Any) -> None:
    """Refuses what a JSON column cannot hold (NUL on PostgreSQL), or not give back (it writes 1e300 in full)."""
    if isinstance(given, str):
        _text(given)
    elif isinstance(given, (int, float)):
        if abs(given) > _INT64:
            raise ValueError(f"The number {_shown(given)} is too large.")
    elif isinstance(given, dict):
        for name, value in given.items():
            _text(name)
            keepable(value)
    elif isinstance(given, list):
        for value in given:
            keepable(value)


def _array(given: Any) -> list[Any]:
    if given is None:
        return []
    if not isinstance(given, list):
        raise ValueError("An array is expected here.")
    return given


def _shown(given: Any) -> str:
    text = repr(given)
    return text if len(text) <= 60 else text[:57] + "..."


def _date(hear: Callable[[Clock, str], Any], tell: Callable[[Clock, datetime.datetime | None], str]) -> Kind:
    """A kind of date, which the clock without a zone reads like any other."""
    return Kind(
        "date-time",
        "System.DateTime",
        dates.UNSET,
        lambda given: heard(partial(hear, PLAIN), given),
        dates.instant_to_text,
        length=16,
        hear=lambda clock, given: heard(partial(hear, clock), given),
        tell=tell,
    )


INTEGER = Kind("int32", "System.Int32", 0, _number, length=4)
# The id of something that has no table here; as with every id, 0 and -1 are none.
FOREIGN_ID = Kind("int32", "System.Int32", 0, lambda given: max(_number(given), 0), length=4)
DOUBLE = Kind("double", "System.Double", 0.0, _real, length=8)
BOOLEAN = Kind("bool", "System.Boolean", False, _truth, length=2)
STRING = Kind("string", "System.String", "", _text)
DATE_TIME = _date(Clock.hear, Clock.tell)
STAMP = _date(Clock.hear_stamp, Clock.tell_stamp)  # UTC whatever zone is asked for
DAY = _date(Clock.hear_day, Clock.tell_day)  # a date of the calendar, the same in every zone
WALL_TIME = _date(Clock.hear_wall, Clock.tell_wall)  # what the clock on the wall shows, in whichever zone
TIME_OF_DAY = Kind(
    "date-time",
    "System.DateTime",
    dates.UNSET,
    partial(heard, dates.instant_from_text),
    dates.time_of_day_to_text,
    length=16,
    tell=lambda clock, time: clock.tag(dates.time_of_day_to_text(time)),
)
TIME_SPAN = Kind("timespan", "System.TimeSpan", "00:00:00", minutes_from_text, minutes_to_text, length=8)
DICTIONARY = Kind("dict", "SuperOffice.Util.StringDictionary", {}, _dictionary)
CARRIER = Kind("carrier", "System.Object", None, _mapping)
TRUTH_AS_NUMBER = Kind("int32", "System.Int32", 0, lambda given: bool(_number(given)), int, length=2)
ARRAY = Kind("array", "System.Array", [], _array)


def enum_kind(names: EnumNames) -> Kind:
    """An enum: exact member name out, any case or number in; null means the first member."""

    def read(given: Any) -> int | None:
        return None if given is None or given == "" else names.parse(given)

    return Kind(
        f"enum {names.called}",
        f"SuperOffice.Data.{names.called}",
        names.name(None),
        read,
        names.name,
        length=4,
    )


def flags_kind(names: FlagNames) -> Kind:
    """Flags: names joined by comma and space out, names or a number in."""

    def read(given: Any) -> int:
        return 0 if given is None or given == "" else names.parse(given)

    return Kind(
        f"enum {names.called}", f"SuperOffice.Data.{names.called}", names.zero, read, names.name, length=4
    )
