"""Office time of the demo world: Monday to Friday, nine to five, UTC; the hours of its ticket priorities."""

from __future__ import annotations

import datetime
import re

_DAY, _WEEK = 86_400, 7 * 86_400
_OPENS, _OPEN_A_DAY, _OPEN_DAYS = 9 * 3600, 8 * 3600, 5
_MONDAY = 4 * _DAY  # the first Monday of Unix time
_SPAN = re.compile(r"(\d+)([dhm])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def office_seconds(start: int, end: int) -> int:
    """Open seconds in [start, end), both in Unix time."""
    return _opened_before(end) - _opened_before(start)


def _opened_before(at: int) -> int:
    """Open seconds since the first Monday of Unix time."""
    weeks, rest = divmod(at - _MONDAY, _WEEK)
    day, second = divmod(rest, _DAY)
    today = min(max(second - _OPENS, 0), _OPEN_A_DAY) if day < _OPEN_DAYS else 0
    return (weeks * _OPEN_DAYS + min(day, _OPEN_DAYS)) * _OPEN_A_DAY + today


def span(text: str) -> datetime.timedelta:
    """The span that `text` names: "3d 4h", "40m", "-90m"."""
    parts = {_UNITS[unit]: int(number) for number, unit in _SPAN.findall(text)}
    length = datetime.timedelta(**parts)
    return -length if text.startswith("-") else length
