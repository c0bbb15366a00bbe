"""A letter: mail that somebody writes, where other mail only tells of something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

KEY = "letter"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes along: where the default storage keeps it, and what HTML text calls it (`cid:`), if it does."""

    path: str
    name: str
    content_type: str
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on the envelope for every recipient of one letter, in the context of a delivery.

    Each recipient has a delivery, and all of them get the same letter: with the Message-ID of the letter, so that an
    answer to any of them is recognised, and in answer to `answers`, the Message-ID of another.
    """

    message_id: str
    to: Sequence[str]
    cc: Sequence[str] = ()
    answers: str = ""
    enclosures: Sequence[Enclosure] = ()

    def context(self) -> dict[str, Any]:
        """The part of a delivery's context that holds it."""
        return {KEY: asdict(self)}

    @classmethod
    def of(cls, context: Mapping[str, Any]) -> Self | None:
        """The letter that a delivery's context holds, None when it only tells of something."""
        kept = context.get(KEY)
        if kept is None:
            return None
        return cls(**{**kept, "enclosures": [Enclosure(**each) for each in kept["enclosures"]]})
