"""Asking an archive: one statement for a page, compiled once per selection, filter shape, order and kind of caller."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Value
from rest_framework.exceptions import ParseError

from crm.wire.archive.bands import Bands
from crm.wire.archive.closed import Guard
from crm.wire.archive.columns import Archive
from crm.wire.archive.convert import Asking
from crm.wire.archive.options import Options
from crm.wire.archive.paging import Sorting
from crm.wire.archive.report import Report
from crm.wire.archive.resolve import Restriction, Slots
from crm.wire.archive.rows import RowWriter, Shown
from crm.wire.archive.terms import has_terms, read_terms
from crm.wire.rights import SELECT, table_mask
from crm.wire.sql import Statement, mark

KEPT = 256  # compiled questions per archive
_WITHIN = mark(1)


@dataclass(frozen=True)
class Within:
    """Only the rows of one parent: `/Ticket/786/Messages`."""

    path: str
    key: int
    many: bool = False  # whether one row could be found more than once

    def among(self, rows: models.QuerySet[Any, Any]) -> models.QuerySet[Any, Any]:
        """Those of the rows that belong to the parent."""
        theirs = {self.path: _WITHIN}
        if not self.many:
            return rows.filter(**theirs)
        return rows.filter(pk__in=rows.model._default_manager.filter(**theirs).values("pk"))


@dataclass
class Page:
    """What an archive answers: its rows, the token of the next page, and the number of all rows when asked for."""

    rows: list[dict[str, Any]]
    token: str | None = None
    count: int | None = None
    skip: int | None = None  # where the next page begins when no token can say it


class _Question:
    """One question, looked up: what it shows, what it wants, and in which order."""

    def __init__(self, archive: Archive, options: Options, asking: Asking, within: Within | None) -> None:
        self.archive, self.options, self.asking, self.within = archive, options, asking, within
        self.shown = shown(archive, options, asking)
        self.restriction = Restriction(options.filter, archive, asking)
        self.sorting = Sorting(archive, options.order, asking)
        self.top = page_size(options.top)
        self.behind = self.sorting.values_in(options.token) if options.token else None

    @property
    def key(self) -> Hashable:
        """All that decides the text of its statement."""
        return (
            tuple((one.name, one.place.name, one.place.column.version) for one in self.shown),
            self.options.full,
            self.options.display,
            self.asking.clock.is_plain,
            self.restriction.key,
            self.sorting.key,
            self.top,
            self.options.skip,
            None if self.behind is None else tuple(value is None for value in self.behind),
            self.within and self.within.path,
            self.asking.caller.shape(),
        )

    def rows(self, slots: Slots, caller: Any) -> models.QuerySet[Any, Any]:
        """The rows that are wanted, in no order."""
        manager = self.archive.model._default_manager
        visible_to = getattr(manager, "listed_to", None) or getattr(manager, "visible_to", None)
        rows = visible_to(caller) if visible_to else manager.all()
        if self.archive.narrowed is not None:
            rows = rows.filter(self.archive.narrowed(caller))
        if self.within is not None:
            rows = self.within.among(rows)
        return rows.filter(self.restriction.condition(slots, Guard(self.archive, caller))).order_by()

    def compile(self) -> _Compiled:
        plain = self.asking.clock.is_plain
        writer = RowWriter(
            self.archive, self.shown, full=self.options.full, plain=plain, display=self.options.display
        )
        slots = Slots()
        caller = self.asking.caller.stand_in()
        guard = Guard(self.archive, caller)
        self.sorting.guarded(guard)
        rows = self.rows(slots, caller)
        if self.behind is not None:
            rows = rows.filter(self.sorting.behind(self.behind, slots))
        annotations = self.sorting.annotations()
        rows = rows.order_by(*(step.order() for step in self.sorting.steps)).annotate(**annotations)
        begin = 0 if self.behind is not None else self.options.skip
        # One row more tells whether there is another page. The numbers stand in the text: bound, they plan badly.
        rows, names = guard.told(rows, writer.paths)
        page = rows.values_list(*names, *annotations)[begin : begin + self.top + 1]
        return _Compiled(writer, Statement(page))

    def values(self) -> Mapping[Any, Any]:
        slots = Slots()
        self.restriction.fill(slots)
        if self.behind is not None:
            self.sorting.fill(self.behind, slots)
        known = {**slots.values, **self.asking.caller.marked()}
        return known if self.within is None else {**known, _WITHIN: self.within.key}


@dataclass(frozen=True)
class _Compiled:
    writer: RowWriter
    statement: Statement


def page_size(top: int | None) -> int:
    """How many rows a page has: what was asked for, up to the ceiling."""
    most: int = settings.FJORD_ARCHIVE_TOP
    return most if top is None else min(top, most)


def shown(archive: Archive, options: Options, asking: Asking) -> list[Shown]:
    """The columns to show; unknown ones are skipped, and without a selection all plain ones come."""
    insider = asking.caller.is_internal
    if options.select is None:
        chosen = [Shown(place.name, place) for place in archive.plain(insider=insider)]
    else:
        found = ((name, archive.find(name, insider=insider)) for name in dict.fromkeys(options.select))
        chosen = [Shown(name, place) for name, place in found if place is not None and place.column.shows]
    return [one.safe() for one in chosen] if options.json_safe else chosen


def ask(
    archive: Archive,
    options: Options,
    asking: Asking,
    *,
    within: Within | None = None,
) -> Page:
    """A page of an archive for this caller. Raises ParseError (400) for what it cannot do."""
    unknown = [name for name in options.entities if name.lower() not in entities_of(archive)]
    if unknown:
        known = ", ".join(entities_of(archive).values())
        raise ParseError(
            f"$entities: the archive {archive.name} has no rows of {unknown[0]!r}; it has {known}."
        )
    if options.select and has_terms(options.select):
        return _reported(archive, options, asking, within)
    question = _Question(archive, options, asking, within)
    compiled = _kept(question)
    found = compiled.statement.rows(question.values())
    page = found[: question.top]
    right = (
        {"Mask": table_mask(asking.caller, archive.model) | SELECT, "Reason": ""} if options.full else None
    )
    reading = compiled.writer.reading(page, asking.clock, right)
    make = compiled.writer.make
    token = None
    if len(found) > question.top and page:
        token = question.sorting.token(page[-1][-len(question.sorting.steps) :])
    count = _count(question) if options.counted else None
    return Page([make(row, reading) for row in page], token, count)


def _reported(archive: Archive, options: Options, asking: Asking, within: Within | None) -> Page:
    """A page of an aggregated answer; it is made whole, so its size is bounded."""
    terms = read_terms(options.select or (), archive, asking)
    plain = tuple(term for term in terms if isinstance(term, str))
    question = _Question(archive, replace(options, select=plain or ("",), token=""), asking, within)
    caller = asking.caller.stand_in()
    guard = Guard(archive, caller)
    terms = [term if isinstance(term, str) else replace(term, over=guard.over) for term in terms]
    question.sorting.guarded(guard)
    bands = Bands(archive.entity, terms, options, asking.clock, settings.FJORD_ARCHIVE_TOP)
    rows = question.rows(Slots(), caller)
    answer = Report(archive, bands, rows, question.values(), guard).answer(question.sorting, question.shown)
    end = options.skip + question.top
    return Page(
        answer[options.skip : end],
        skip=end if len(answer) > end else None,
        count=len(answer) if options.counted else None,
    )


def entities_of(archive: Archive) -> dict[str, str]:
    """The kinds of rows of an archive, by lower-case name."""
    return {name.lower(): name for name in (archive.entity, *archive.entities)}


def _kept(question: _Question) -> _Compiled:
    """The compiled question; deep `$skip`s come once each and are not kept."""
    kept: OrderedDict[Hashable, _Compiled] = question.archive.kept.setdefault("compiled", OrderedDict())
    key = question.key
    compiled = kept.get(key)
    if compiled is None:
        compiled = question.compile()
        if not question.options.skip:
            kept[key] = compiled
            while len(kept) > KEPT:
                kept.popitem(last=False)
    return compiled


def _count(question: _Question) -> int:
    """How many rows there are in all: a statement of its own."""
    slots = Slots()
    rows = question.rows(slots, question.asking.caller.stand_in())
    total = Statement(rows.annotate(every=Value(1)).values("every").annotate(n=Count("pk")).values_list("n"))
    found = total.rows(question.values())
    return int(found[0][0]) if found else 0
