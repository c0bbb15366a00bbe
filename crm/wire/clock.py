"""How dates are told and understood: in which zone, and whether with their offset. Stored time is UTC.

There are four kinds. A moment (StartDate) is shifted to the zone. A stamp (CreatedDate) is UTC whatever was asked for.
A day (BirthDate) and a time on the wall (the start of a recurrence) are the same in every zone; with offsets asked
for, a day is tagged Z and a wall time with the offset that the zone has then. No date (year 1) and an open end (the
last day of year 9999) are never shifted, only tagged.

A local time that a change of clocks skips counts with the offset before the change (02:30 becomes 03:30); of one that
comes twice, the first is meant (PEP 495). Offsets are whole minutes: before zones were agreed on, seconds are dropped.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property

from crm.wire.dates import UTC, instant_from_text, instant_to_text, written_moment
from crm.wire.zones import Zone, zone_of

_MINUTE = datetime.timedelta(minutes=1)
_FIRST_YEAR, _LAST_DAY = 1, (9999, 12, 31)


@dataclass(frozen=True)
class Clock:
    """A zone, and whether its offset is told. What is heard raises ValueError or OverflowError when it is no date."""

    zone: Zone
    tagged: bool = False

    @cached_property
    def is_plain(self) -> bool:
        """Whether this clock tells what is stored: UTC, and no offsets."""
        return self.zone.code == "UTC" and not self.tagged

    @cached_property
    def key(self) -> tuple[str, bool]:
        """What tells two clocks apart."""
        return self.zone.code, self.tagged

    def tell(self, moment: datetime.datetime | None) -> str:
        """A moment in the zone; no date is year 1."""
        if moment is None or _is_sentinel(moment):
            return self.tell_stamp(moment)
        local = moment.astimezone(self._offset(moment.astimezone(self.zone.tz)))
        text = local.isoformat()  # the offset is six characters
        if not self.tagged:
            return text[:-6]
        return f"{text[:-6]}Z" if self.zone.code == "UTC" else text

    def tell_stamp(self, moment: datetime.datetime | None) -> str:
        """A stamp in UTC."""
        return self.tag(instant_to_text(moment))

    tell_day = tell_stamp  # a day is kept as midnight UTC

    def tell_wall(self, moment: datetime.datetime | None) -> str:
        """A time on the wall, which is kept as if it were UTC."""
        text = instant_to_text(moment)
        if moment is None or _is_sentinel(moment) or not self.tagged or self.zone.code == "UTC":
            return self.tag(text)
        there = moment.replace(tzinfo=self.zone.tz)
        return text + there.replace(tzinfo=self._offset(there)).isoformat()[-6:]

    def tag(self, text: str) -> str:
        """A text that is in UTC or in no zone at all, tagged if asked for."""
        return f"{text}Z" if self.tagged else text

    def hear(self, text: str) -> datetime.datetime | None:
        """The moment in UTC; without an offset it is one of the zone."""
        moment = written_moment(text)
        if moment is None or moment.tzinfo is not None:
            return moment and moment.astimezone(UTC)
        return moment.replace(tzinfo=self._offset(moment.replace(tzinfo=self.zone.tz))).astimezone(UTC)

    def hear_stamp(self, text: str) -> datetime.datetime | None:
        """The moment in UTC; without an offset it is UTC already."""
        return instant_from_text(text)

    def hear_day(self, text: str) -> datetime.datetime | None:
        """The day as it is written, whatever the offset."""
        moment = written_moment(text)
        return moment and moment.replace(tzinfo=UTC)

    def hear_wall(self, text: str) -> datetime.datetime | None:
        """The time that the wall of the zone shows at the moment meant; as written when there is no offset."""
        moment = written_moment(text)
        if moment is None or moment.tzinfo is None or _is_sentinel(moment):
            return moment and moment.replace(tzinfo=UTC)
        there = moment.astimezone(self.zone.tz)
        return moment.astimezone(self._offset(there)).replace(tzinfo=UTC)

    def _offset(self, there: datetime.datetime) -> datetime.timezone:
        offset = there.utcoffset() or datetime.timedelta()
        return datetime.timezone(offset - offset % _MINUTE)


def _is_sentinel(moment: datetime.datetime) -> bool:
    return moment.year == _FIRST_YEAR or (moment.year, moment.month, moment.day) == _LAST_DAY


PLAIN = Clock(zone_of("UTC"))
