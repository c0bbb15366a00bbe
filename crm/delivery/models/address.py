"""What mail and short messages can be sent to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import formataddr, getaddresses

_ADDRESS = re.compile(r"[^\s@<>,;:\"()]+@[^\s@<>,;:\"()]*[^\s@<>,;:\"().]")
_NUMBER = re.compile(r"\+?[0-9]{4,15}")
_BETWEEN_DIGITS = re.compile(r"[\s().\-/]")
LONGEST = 254
LONGEST_TEXT = 50_000  # characters, which a hundred addresses with names do not fill
MOST_COMMENTS = 100


def is_address(text: str) -> bool:
    """Whether a text is one address, a name at a host; hosts of an own network need no dot."""
    return len(text) <= LONGEST and text.isprintable() and bool(_ADDRESS.fullmatch(text))


def addresses_in(texts: Sequence[str]) -> list[str]:
    """The addresses of texts such as `ann@example.org, "Berg, Bo" <bo@example.org>`, as a header spells them.

    Each comes once. Raises ValueError with the text that is none, or the beginning of a long one.
    """
    found: dict[str, str] = {}
    for text in texts:
        if (
            len(text) > LONGEST_TEXT or text.count("(") > MOST_COMMENTS
        ):  # the parser takes each on top of the last
            raise ValueError(_shown(text))
        for name, address in getaddresses([text]):
            if not is_address(address) or not address.isascii() or not name.isprintable():
                raise ValueError(_shown(text))
            found.setdefault(address.lower(), formataddr((name, address)))
    return list(found.values())


def _shown(text: str) -> str:
    return text.strip()[:LONGEST]


def number_of(text: str) -> str:
    """A telephone number with nothing between its digits, `+4791234567`. Raises ValueError with the text that is none."""
    number = _BETWEEN_DIGITS.sub("", text)
    if not _NUMBER.fullmatch(number):
        raise ValueError(_shown(text))
    return number
