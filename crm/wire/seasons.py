"""When the clocks of a zone change in a year, as the carriers of time zones tell it.

Patterns are written as the original's database documents them: `0200 LST-SUN-MAR` is two o'clock on the last Sunday of
March, in the local time that ends there. Days and months beside them are those of the year, in case no pattern holds.
"""

from __future__ import annotations

import calendar
import datetime
import itertools
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import timezone

from crm.wire.dates import UTC
from crm.wire.zones import Zone, numbered

_MINUTE = datetime.timedelta(minutes=1)
_ORDINALS = ("1ST", "2ND", "3RD", "4TH")
Rule = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """A moment at which clocks change: local time before it, and the offsets around it in minutes."""

    local: datetime.datetime
    before: int
    after: int

    @property
    def pattern(self) -> str:
        """The hour and the day as `0200 LST-SUN-MAR`."""
        day, last = self.local.day, calendar.monthrange(self.local.year, self.local.month)[1]
        which = "LST" if day + 7 > last else _ORDINALS[(day - 1) // 7]
        return f"{self.local:%H%M} {which}-{_DAYS[self.local.weekday()]}-{_MONTHS[self.local.month - 1]}"


_DAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


@lru_cache(maxsize=4096)
def changes(zone: Zone, year: int) -> tuple[Change, ...]:
    """The changes of a year, in order."""
    first = datetime.datetime(year, 1, 1, tzinfo=UTC)
    weeks = [first + datetime.timedelta(weeks=number) for number in range(54)]
    found = []
    for start, end in itertools.pairwise(weeks):
        before, after = _minutes(zone, start), _minutes(zone, end)
        if before != after:
            moment = _between(zone, start, end)
            found.append(Change(moment + before * _MINUTE, before, after))
    return tuple(change for change in found if change.local.year == year)


def _minutes(zone: Zone, moment: datetime.datetime) -> int:
    """The offset from UTC at a moment."""
    return (moment.astimezone(zone.tz).utcoffset() or datetime.timedelta()) // _MINUTE


def _between(zone: Zone, start: datetime.datetime, end: datetime.datetime) -> datetime.datetime:
    """The minute at which the offset changes."""
    before = _minutes(zone, start)
    while end - start > _MINUTE:
        middle = start + (end - start) // (2 * _MINUTE) * _MINUTE
        start, end = (middle, end) if _minutes(zone, middle) == before else (start, middle)
    return end


def offsets(zone: Zone, year: int) -> tuple[int, int | None]:
    """Standard time and daylight saving time of a year, in minutes from UTC; None without daylight saving."""
    found = {_minutes(zone, datetime.datetime(year, 1, 1, tzinfo=UTC))}
    found.update(change.after for change in changes(zone, year))
    return min(found), max(found) if len(found) > 1 else None


def rules(zone: Zone, year: int) -> tuple[dict[str, Rule], dict[str, Rule]]:
    """The rules of standard time and of daylight saving time, by the year that they hold for."""
    standard, daylight = offsets(zone, year)
    if daylight is None:
        return {str(year): _rule(standard, None, None)}, {}
    begins = next((change for change in changes(zone, year) if change.after == daylight), None)
    ends = next((change for change in changes(zone, year) if change.after == standard), None)
    return {str(year): _rule(standard, ends, begins)}, {str(year): _rule(daylight, begins, ends)}


def _rule(offset: int, start: Change | None, end: Change | None) -> Rule:
    return {
        "TZOffset": offset,
        "StartRulePattern": start.pattern if start else "",
        "EndRulePattern": end.pattern if end else "",
        "StartDay": start.local.day if start else 0,
        "StartMonth": start.local.month if start else 0,
        "EndDay": end.local.day if end else 0,
        "EndMonth": end.local.month if end else 0,
    }


def time_zone_data(zone: Zone) -> dict[str, Any]:
    """The carrier of a zone; its rules are those of this year."""
    standard, daylight = rules(zone, timezone.now().year)
    return {
        "TZLocationID": zone.id,
        "Name": zone.name,
        "TZLocationCode": zone.code,
        "TZLocationCities": zone.cities,
        "IsoNumber": zone.iso_number,
        "TimeZoneSTDRules": standard,
        "TimeZoneDSTRules": daylight,
    }


def time_zone_of(number: int | None) -> dict[str, Any] | None:
    """The carrier of the zone with this number, None when there is none."""
    zone = numbered(number or 0)
    return time_zone_data(zone) if zone else None
