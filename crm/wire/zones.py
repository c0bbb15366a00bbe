"""Time zones as the wire names them: a code (a country, or a country and a region) or a number, for an IANA zone.

`zones.csv` holds the table. Numbers below 1000 are those that the original documents; it lists far more zones than it
documents numbers for, so the rest have numbers of our own from 1001 on. Daylight saving comes from `zoneinfo`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

TABLE = Path(__file__).with_name("zones.csv")
WITH_OFFSET = "includetzoffset"
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Zone:
    """A row of the table; `tz` does the arithmetic."""

    id: int
    code: str
    country: str
    region: str
    cities: str
    iso_number: int
    tz: ZoneInfo

    @property
    def name(self) -> str:
        """The country and the region: `United States - Alaska`."""
        return " - ".join(part for part in (self.country, self.region) if part)


@cache
def zones() -> Mapping[str, Zone]:
    """Every zone by its code, in the order of the table."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        rows = [
            Zone(
                id=int(row["id"]),
                code=row["code"],
                country=row["country"],
                region=row["region"],
                cities=row["cities"],
                iso_number=int(row["iso_number"]),
                tz=ZoneInfo(row["zone"]),
            )
            for row in csv.DictReader(table)
        ]
    return {zone.code: zone for zone in rows}


@cache
def _by_number() -> Mapping[int, Zone]:
    return {zone.id: zone for zone in zones().values()}


def numbered(number: int) -> Zone | None:
    """The zone with this number, None when there is none."""
    return _by_number().get(number)


def zone_of(name: str) -> Zone:
    """The zone of a code in any case, or of a number. Raises ValueError that names it."""
    text = name.strip()
    found = numbered(int(text)) if _NUMBER.fullmatch(text) else zones().get(text.upper())
    if found is None:
        raise ValueError(f"There is no time zone {text[:40]!r}: use a code such as NO, US-NY or UTC.")
    return found


def asked_zone(header: str, base: str) -> tuple[Zone, bool]:
    """What `SO-TimeZone` asks for: the zone, which is the base zone unless named, and whether offsets are told.

    Raises ValueError with words for the client.
    """
    parts = [part.strip() for part in header.split(",") if part.strip()]
    names = [part for part in parts if part.lower() != WITH_OFFSET]
    if len(names) > 1:
        raise ValueError(f"One time zone is expected, not {', '.join(names)[:80]!r}.")
    return zone_of(names[0] if names else base), len(names) < len(parts)
