"""How one request wants to be spoken to: its time zone and its language, made once from the headers and handed along.

`SO-TimeZone` names the zone, `SO-Language` the language (`Accept-Language` where that is missing), and `SO-Culture`
how numbers look inside of texts; JSON's own numbers and dates look the same in every culture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from django.conf import settings

from crm.wire.clock import PLAIN, Clock
from crm.wire.languages import NO_LANGUAGE, language_of, translated
from crm.wire.zones import asked_zone

Data = TypeVar("Data")


@dataclass(frozen=True)
class Dialect:
    """The clock that dates are told and read by, and the languages of words and of numbers; empty is none."""

    clock: Clock = PLAIN
    language: str = NO_LANGUAGE
    culture: str = NO_LANGUAGE

    def spoken(self, data: Data) -> Data:
        """Data with its texts in the language; without one, the data itself."""
        return translated(data, self.language) if self.language else data

    @property
    def untranslated(self) -> Dialect:
        """The same clock, and texts as they are kept."""
        return Dialect(self.clock)


RAW = Dialect()


def dialect_of(headers: Mapping[str, Any]) -> Dialect:
    """The dialect that the headers of a request ask for, by their WSGI names. Raises ValueError."""
    language = headers.get("HTTP_SO_LANGUAGE")
    if language is None:
        language = headers.get("HTTP_ACCEPT_LANGUAGE", "")
    culture = headers.get("HTTP_SO_CULTURE", "")
    return _made(headers.get("HTTP_SO_TIMEZONE", ""), language, culture, settings.FJORD_BASE_ZONE)


@lru_cache(maxsize=256)
def _made(zone: str, language: str, culture: str, base: str) -> Dialect:
    clock = Clock(*asked_zone(zone, base))
    spoken = language_of(language)
    # A culture without a language is ignored, as documented.
    made = Dialect(PLAIN if clock == PLAIN else clock, spoken, spoken and (language_of(culture) or spoken))
    return RAW if made == RAW else made
