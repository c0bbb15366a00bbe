"""One made-up ticket before it becomes rows: who, what and when."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from crm.tickets.models import BaseStatus
from crm.tickets.seeds.bulk.choices import WHEEL, Choices, Customer, Fate, Owner

_FRESH_MINUTES = 21 * 1440
_MERGED_EVERY = 256
_YEARS, _JITTER = 3, 720
_LANGUAGES = ("en", "no", "de", "sv", "fr", "es", "pl", "ja")


class Draw:
    """A large random number, spent choice by choice."""

    __slots__ = ("_rest",)

    def __init__(self, bits: int) -> None:
        self._rest = bits

    def below(self, limit: int) -> int:
        """A number from 0 up to, without, `limit`."""
        self._rest, drawn = divmod(self._rest, limit)
        return drawn


class Second(Enum):
    """What the second message is."""

    ANSWER = 1
    NOTE = 2
    AGAIN = 3  # the customer writes again


class Case(NamedTuple):
    """Times are minutes of Unix time."""

    key: int
    created: int
    again: int  # when the second message came
    ended: int  # when it was closed, or last changed
    fate: Fate
    owner: Owner | None
    customer: int  # place among the customers
    second: Second
    unread: bool
    minutes: int  # that the owner has worked on it
    language: str
    mood: int  # of the last message from the customer
    draw: Draw


class Clock:
    """When tickets were made: spread evenly over some years, in minutes of Unix time."""

    def __init__(self, now: int, count: int) -> None:
        self.now, self.first, self._count = now, now - _YEARS * 365 * 1440, count

    def created(self, place: int, draw: Draw) -> int:
        even = self.first + (self.now - self.first) * place // self._count
        return min(even + draw.below(_JITTER), self.now)


def make_case(choices: Choices, clock: Clock, key: int, place: int, draw: Draw) -> Case:
    """The case with that key. Every so many it is one that was merged into the one before."""
    created, now = clock.created(place, draw), clock.now
    wheel = choices.fresh if created > now - _FRESH_MINUTES else choices.old
    fate = wheel[draw.below(WHEEL) % len(wheel)]
    if choices.merged is not None and place % _MERGED_EVERY == _MERGED_EVERY - 1:
        fate = choices.merged
    owner = None if fate.queued else choices.owners[draw.below(len(choices.owners))]
    again = min(created + 3 + (draw.below(1024) ** 2 >> 9), now)
    ended = min(again + 5 + (draw.below(1024) ** 2 >> 6), now) if fate.base == BaseStatus.CLOSED else again
    kind = draw.below(8)
    if fate.queued or (fate.base == BaseStatus.ACTIVE and kind < 3):
        second = Second.AGAIN
    else:
        second = Second.NOTE if kind == 7 else Second.ANSWER
    return Case(
        key,
        created,
        again,
        ended,
        fate,
        owner,
        customer=draw.below(len(choices.customers)),
        second=second,
        unread=owner is None or (second is Second.AGAIN and kind == 0),
        minutes=0 if second is Second.AGAIN else 1 + draw.below(40),
        language=_LANGUAGES[draw.below(len(_LANGUAGES))],
        mood=draw.below(180) - 90,
        draw=draw,
    )


def others(choices: Choices, case: Case) -> list[Customer]:
    """One or two customers besides the case's own, never the same twice."""
    people = choices.customers
    reach = len(people) // 2 - 1
    first = case.customer + 1 + case.draw.below(reach)
    if case.draw.below(2):
        return [people[first % len(people)]]
    second = first + 1 + case.draw.below(reach)
    return [people[first % len(people)], people[second % len(people)]]


def tags(choices: Choices, case: Case) -> tuple[int, int]:
    """Two different tags."""
    count = len(choices.tags)
    first = case.draw.below(count)
    return choices.tags[first], choices.tags[(first + 1 + case.draw.below(count - 1)) % count]
