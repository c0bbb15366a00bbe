"""Texts in the language of a request.

Two kinds of text have translations, and only where they are the whole text: the name of a resource (`[SR_YES]`), whose
words stand in `strings.csv`, a column per language, and multi-language text (`NO:"Leverandør";US:"Supplier"`), which
people type into lists. Anything else is left as it is, and without a language so are these two.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("strings.csv")
NO_LANGUAGE = ""
FALLBACK = "en"
# What multi-language text calls a language. The codes are those seen in recordings of the original.
CODES: Mapping[str, str] = {
    "en": "US",
    "no": "NO",
    "sv": "SW",
    "da": "DA",
    "de": "GE",
    "nl": "NL",
    "fr": "FR",
    "it": "IT",
    "es": "SP",
    "fi": "FI",
    "pl": "PL",
    "cs": "CZ",
    "ja": "JP",
    "zh": "CN",
    "ru": "RU",
}
_ALSO = {"nb": "no", "nn": "no"}
_PART = re.compile(r'\s*([A-Za-z]{2,3})\s*:\s*"((?:[^"]|"")*)"\s*(?:[;,]|$)\s*')
_WITHOUT_TEXT = (int, bool, float, type(None))
_RESOURCE = re.compile(r"\[(SR_[A-Z0-9_]+)\]")


def language_of(header: str) -> str:
    """The first language of a header that is known here, none for `*`, `x` and the like.

    Lists may be malformed (`en-us; en-gb`); weights do not count, the order does.
    """
    for part in re.split(r"[,;]", header):
        primary = re.split(r"[-_]", part.strip().lower())[0]
        language = _ALSO.get(primary, primary)
        if language in CODES:
            return language
    return NO_LANGUAGE


@cache
def strings() -> Mapping[str, Mapping[str, str]]:
    """The words of each resource by language."""
    with TABLE.open(encoding="utf-8", newline="") as table:
        return {row.pop("key"): row for row in csv.DictReader(table)}


def string_of(name: str, language: str) -> str | None:
    """The words of a resource, in English where that language has none; None when there is no such resource."""
    words = strings().get(name.upper())
    return (words.get(language) or words[FALLBACK]) if words else None


@cache
def languages() -> tuple[str, ...]:
    """The languages that resources are translated to."""
    return tuple(next(iter(strings().values())))


def parts_of(text: str) -> dict[str, str] | None:
    """The texts of multi-language text by its own codes, None when the text as a whole is not one."""
    parts: dict[str, str] = {}
    place = 0
    while place < len(text):
        part = _PART.match(text, place)
        if part is None:
            return None
        parts.setdefault(part[1].upper(), part[2].replace('""', '"'))
        place = part.end()
    return parts or None


def in_language(text: str, language: str) -> str:
    """A text as a speaker of the language reads it.

    Of multi-language text, what is missing is told in English, or else in the language that comes first.
    """
    if text.startswith("[SR_"):
        name = _RESOURCE.fullmatch(text)
        return (name and string_of(name[1], language)) or text
    if '"' not in text or ":" not in text:
        return text
    parts = parts_of(text)
    if parts is None:
        return text
    for code in (CODES[language], CODES[FALLBACK]):
        if code in parts:
            return parts[code]
    return next(iter(parts.values()))


class Shared(dict[str, Any]):
    """An object that many answers hold: never changed, and translated once for each language."""

    __slots__ = ("_told",)
    _told: dict[str, dict[str, Any]]

    def told(self, language: str) -> dict[str, Any]:
        """The object in a language."""
        told: dict[str, dict[str, Any]] | None = getattr(self, "_told", None)
        if told is None:
            told = self._told = {}
        if language not in told:
            told[language] = {name: translated(value, language) for name, value in self.items()}
        return told[language]


def translated(data: Any, language: str) -> Any:
    """Data with its texts in a language: a copy, since carriers share what is remembered. Names are never touched."""
    kind = type(data)
    if kind is str:
        return in_language(data, language)
    if kind is Shared:
        return data.told(language)
    if kind is dict:
        return {
            name: value if type(value) in _WITHOUT_TEXT else translated(value, language)
            for name, value in data.items()
        }
    if kind is list:
        return [translated(value, language) for value in data]
    return data
