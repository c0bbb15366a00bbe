"""Dates and times as the wire spells them; stored time is UTC, "no date" is NULL.

On the wire an unset date is year 1 and an open end is the last second of year 9999. Text without an offset is UTC,
unless a `crm.wire.clock.Clock` of another zone reads it.
Client dates can lie outside Python's range (`0000-12-31T23:06:32Z`, `+010000-01-01T04:59:59Z`): they mean the same two.
Source: the protocol's date conventions, and what the official client sends.
"""

from __future__ import annotations

import datetime
import re

UTC = datetime.UTC
UNSET = "0001-01-01T00:00:00"
FOREVER = datetime.datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)

_REST = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$"
_BEFORE_TIME = re.compile(rf"^(0000|0001|-\d{{4,6}})-\d{{1,2}}-\d{{1,2}}{_REST}", re.IGNORECASE)
_AFTER_TIME = re.compile(rf"^(9999-12-31|\+\d{{6}}-\d{{1,2}}-\d{{1,2}}){_REST}", re.IGNORECASE)
_LENIENT = re.compile(
    r"^(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T ](?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?$",
    re.IGNORECASE,
)


def instant_from_text(text: str) -> datetime.datetime | None:
    """The instant in UTC, or None for "no date". Raises ValueError on anything that is no date."""
    moment = written_moment(text)
    if moment is None or moment.tzinfo is not None:
        return moment and moment.astimezone(UTC)
    return moment.replace(tzinfo=UTC)


def written_moment(text: str) -> datetime.datetime | None:
    """What is written, without a zone when there is no offset; None for "no date". Raises ValueError."""
    text = text.strip()
    if not text or _BEFORE_TIME.match(text):
        return None
    if _AFTER_TIME.match(text):
        return FOREVER
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return _read_leniently(text)


def _read_leniently(text: str) -> datetime.datetime:
    match = _LENIENT.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not a date")
    parts = match.groupdict()
    day = f"{parts['year']}-{parts['month']:0>2}-{parts['day']:0>2}"
    time = f"{parts['hour'] or 0:0>2}:{parts['minute'] or 0:0>2}:{parts['second'] or 0:0>2}"
    fraction = (parts["fraction"] or "").ljust(6, "0")[:6]
    return datetime.datetime.fromisoformat(f"{day}T{time}.{fraction}{(parts['zone'] or '').upper()}")


def instant_to_text(moment: datetime.datetime | None) -> str:
    """Without an offset, in UTC; year 1 for no date."""
    if moment is None:
        return UNSET
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    text = moment.isoformat()
    return text[:-6]  # the offset of UTC is always six characters


def time_of_day_to_text(time: datetime.time | None) -> str:
    """A time of day, on the day that stands for no date."""
    return UNSET if time is None else f"0001-01-01T{time.isoformat(timespec='seconds')}"
