"""What made-up tickets choose from, read once and prepared for the loader."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import QuerySet

from crm.directory.models import Person
from crm.directory.seeds.cast import CAST
from crm.directory.seeds.loading import Loader
from crm.tickets.models import (
    BaseStatus,
    TicketCategory,
    TicketPriority,
    TicketStatus,
    TicketTag,
    TicketType,
    TimeCounter,
)

WHEEL = 1024
# How many of WHEEL tickets end up where: those of the last weeks, and older ones.
FRESH = {BaseStatus.ACTIVE: 700, BaseStatus.CLOSED: 270, BaseStatus.POSTPONED: 40, BaseStatus.SPAM: 14}
OLD = {
    BaseStatus.CLOSED: 900,
    BaseStatus.ACTIVE: 60,
    BaseStatus.POSTPONED: 12,
    BaseStatus.DELETED: 22,
    BaseStatus.SPAM: 30,
}


class Fate(NamedTuple):
    """A status to end in, together with its base as the database has it."""

    status: int
    base: int
    queued: bool  # nobody owns such a ticket, and nobody has answered it
    moved: bool  # it has left the status that tickets begin in


class Customer(NamedTuple):
    key: int
    name: str
    email: str


class Owner(NamedTuple):
    key: int
    name: str


class Choices:
    """Words come out prepared for the loader, keys as they stand in the database now."""

    def __init__(self, loader: Loader) -> None:
        words: dict[str, list[str]] = json.loads(
            Path(__file__).with_name("phrases.json").read_text(encoding="utf-8")
        )

        def sentences(between: str, *parts: str) -> list[str]:
            return [loader.text(between.join(chosen)) for chosen in product(*(words[part] for part in parts))]

        self.titles = sentences(" ", "things", "problems")
        self.questions = sentences("\n\n", "openings", "middles", "closings")
        self.answers = sentences(" ", "thanks", "answers")
        self.notes = sentences("", "notes")
        self.customers = _customers(loader)
        self.owners = [Owner(member.key, loader.text(member.full_name)) for member in CAST if member.ej_user]
        self.categories = _keys(TicketCategory.objects.all())
        self.tags = _keys(TicketTag.objects.all())  # planted just now, so there are some, retired or not
        self.types = _keys(TicketType.objects.all())
        self.priorities = _keys(TicketPriority.objects.all())
        fates = _fates()
        self.fresh, self.old = _wheel(FRESH, fates), _wheel(OLD, fates)
        self.merged = next(iter(fates[BaseStatus.MERGED]), None)


def _keys(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _customers(loader: Loader) -> list[Customer]:
    people = Person.objects.filter(deleted=False, retired=False).order_by("pk")
    return [
        Customer(key, loader.text(f"{first} {last}".strip()), loader.text(email))
        for key, first, last, email in people.values_list("pk", "firstname", "lastname", "email").iterator()
    ]


def _fates() -> dict[int, list[Fate]]:
    """The statuses by base."""
    fates: dict[int, list[Fate]] = defaultdict(list)
    rows = TicketStatus.objects.order_by("rank", "pk")
    for key, base, clock in rows.values_list("pk", "base", "time_counter"):
        begins = base == BaseStatus.ACTIVE and clock in (TimeCounter.QUEUE, TimeCounter.INTERNALLY)
        queued = base == BaseStatus.SPAM or (begins and clock == TimeCounter.QUEUE)
        fates[base].append(Fate(key, base, queued, moved=not begins))
    return fates


def _wheel(shares: dict[BaseStatus, int], fates: dict[int, list[Fate]]) -> list[Fate]:
    """WHEEL fates, each base with its share; the statuses of a base take turns."""
    return [
        fates[base][turn % len(fates[base])]
        for base, share in shares.items()
        for turn in range(share)
        if fates[base]
    ]
