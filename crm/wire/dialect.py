"""How one request wants to be spoken to: its time zone and its language, made once from the headers and handed along.

`SO-TimeZone` names the zone, `SO-Language` the language (`Accept-Language` where that is missing), and `SO-Culture`
how numbers look inside of texts; JSON's own numbers and dates look the same in every culture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings

from crm.wire.clock import PLAIN, Clock
from crm.wire.zones import asked_zone


@dataclass(frozen=True)
class Dialect:
    """The clock that dates are told and read by."""

    clock: Clock = PLAIN


RAW = Dialect()


def dialect_of(headers: Mapping[str, Any]) -> Dialect:
    """The dialect that the headers of a request ask for, by their WSGI names. Raises ValueError."""
    return _made(headers.get("HTTP_SO_TIMEZONE", ""), settings.FJORD_BASE_ZONE)


@lru_cache(maxsize=256)
def _made(zone: str, base: str) -> Dialect:
    clock = Clock(*asked_zone(zone, base))
    return RAW if clock == PLAIN else Dialect(clock)
