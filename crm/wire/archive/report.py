"""An aggregated answer, from the question to its rows in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models.expressions import OrderBy
from rest_framework.exceptions import ParseError

from crm.wire.archive.bands import Bands, Built, Running, Total
from crm.wire.archive.closed import Guard
from crm.wire.archive.columns import Archive
from crm.wire.archive.paging import Sorting
from crm.wire.archive.rows import RowWriter, Shown
from crm.wire.archive.terms import Term
from crm.wire.sql import Row, Statement

Fill = Mapping[Any, Any]


class Report:
    """One aggregated question to an archive: `rows` are those that are wanted, `fill` the values of their slots."""

    def __init__(
        self, archive: Archive, bands: Bands, rows: models.QuerySet[Any], fill: Fill, guard: Guard
    ) -> None:
        self.archive, self.bands, self.rows, self.fill, self.guard = archive, bands, rows, fill, guard

    def answer(self, sorting: Sorting, shown: Sequence[Shown]) -> list[Built]:
        """Every row: bands of groups, and the grand total when it is asked for."""
        bands = self.bands
        nothing = (0,) * len(bands.measures)
        whole = bands.totals(self.rows, self.fill, 0).get((), nothing)
        totals: dict[Total, Row] = {}
        for level in range(1, len(bands.groups) + 1):
            totals |= bands.totals(self.rows, self.fill, level)
        details = self._details(sorting, shown, whole) if bands.shows_rows else None
        deepest = [group for group in totals if len(group) == len(bands.groups)] or [()]
        answer: list[Built] = []
        numbers: dict[str, int] = {}
        for kind, group in bands.ends(
            list(details) if details is not None else deepest if bands.groups else []
        ):
            if kind == "rows":
                answer += (details or {}).get(group, [])
                continue
            name = f"{kind}:{len(group)}"
            numbers[name] = numbers.get(name, 0) + 1
            answer.append(bands.summary(name, numbers[name], group, totals.get(group, nothing), whole))
        if bands.options.grand_total:
            answer.append(bands.summary("grandtotal", 1, (), whole, whole))
        return answer

    def _details(self, sorting: Sorting, shown: Sequence[Shown], whole: Row) -> dict[Total, list[Built]]:
        """The rows of each of the deepest groups, with running totals."""
        bands, zone = self.bands, self.bands.clock.zone.tz
        terms = [term for term in bands.terms if isinstance(term, Term)]
        writer = RowWriter(self.archive, shown, full=False, plain=bands.clock.is_plain)
        values = {f"term_{number}": term.value(zone) for number, term in enumerate(terms)}
        groups = [OrderBy(term.value(zone)) for term in bands.groups]
        ordered = self.rows.order_by(*groups, *(step.order() for step in sorting.steps)).annotate(**values)
        told, names = self.guard.told(ordered, writer.paths)
        page = told.values_list(*names, *values)[: bands.most + 1]
        found = Statement(page).rows(self.fill)
        if len(found) > bands.most:
            raise ParseError(
                f"$select: more than {bands.most} rows; add :HideDetail everywhere or narrow $filter."
            )
        reading = writer.reading(found, bands.clock, None)
        first = len(writer.paths)
        details: dict[Total, list[Built]] = {}
        running = Running(bands.measures)
        for row in found:
            given = dict(zip(map(id, terms), row[first:], strict=True))
            group = tuple(given[id(term)] for term in bands.groups)
            if group not in details:
                details[group], running = [], Running(bands.measures)
            so_far = running.add([given[id(term)] for term in bands.measures], whole)
            measured = dict(zip(map(id, bands.measures), so_far, strict=True))
            built: Built = writer.make(row, reading)
            details[group].append(self._told(built, given, measured))
        return details

    def _told(self, built: Built, given: dict[int, Any], measured: dict[int, Any]) -> Built:
        """A row with its terms, in the order of the selection."""
        told: Built = {"PrimaryKey": built["PrimaryKey"], "EntityName": built["EntityName"]}
        for term in self.bands.terms:
            if isinstance(term, str):
                if term in built:
                    told[term] = built[term]
            elif term.hidden:
                told[term.name] = None
            elif id(term) in measured:
                told[term.name] = measured[id(term)]
            else:
                told[term.name] = self.bands.shown(term, given[id(term)])
        return told
