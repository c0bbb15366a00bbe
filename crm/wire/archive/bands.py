"""Aggregated answers: bands of a header, rows and a footer for every group, and a grand total.

Groups are counted by the database, one statement a level; the rows of a band carry running totals. Source: the
documented report structure; a band begins whenever the value of a group changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from rest_framework.exceptions import ParseError

from crm.wire import kinds
from crm.wire.archive.options import Options
from crm.wire.archive.rows import texts_of
from crm.wire.archive.terms import MEASURES, Term, part_text
from crm.wire.clock import Clock
from crm.wire.sql import Row, Statement

Total = tuple[Any, ...]
Built = dict[str, Any]


@dataclass
class Bands:
    """One aggregated question: `rows` gives the rows that are wanted, `values` what fills their slots."""

    entity: str
    terms: Sequence[Term | str]
    options: Options
    clock: Clock
    most: int

    def __post_init__(self) -> None:
        own = [term for term in self.terms if isinstance(term, Term)]
        self.groups = sorted(
            (term for term in own if term.function == "groupby"), key=lambda term: term.level
        )
        self.measures = [term for term in own if term.function in MEASURES]
        self.shows_rows = any(isinstance(term, str) or not term.hidden for term in self.terms)

    def totals(self, rows: models.QuerySet[Any], fill: Any, level: int) -> dict[Total, Row]:
        """The measures of every group of the first so many levels, by the values of the group."""
        zone = self.clock.zone.tz
        keys = {f"group_{n}": term.value(zone) for n, term in enumerate(self.groups[:level])}
        found = rows.order_by().annotate(**keys).values(*keys)
        measures = {f"measure_{n}": term.measure(zone) for n, term in enumerate(self.measures)}
        if not keys:
            found = rows.order_by().annotate(every=models.Value(1)).values("every")
        counted = found.annotate(**measures).order_by(*keys)
        page = counted.values_list(*keys, *measures)[: self.most + 1]
        answers = Statement(page).rows(fill)
        if len(answers) > self.most:
            raise ParseError(f"$select: more than {self.most} groups; narrow $filter.")
        return {row[: len(keys)]: row[len(keys) :] for row in answers}

    def summary(self, kind: str, number: int, group: Total, measured: Row, whole: Row) -> Built:
        """A header, a footer or the grand total; groups of other levels are left blank."""
        level = len(group)
        row: Built = {"PrimaryKey": str(number), "EntityName": kind}
        for term in self.terms:
            name = term if isinstance(term, str) else term.name
            value: Any = None
            if isinstance(term, Term) and term in self.measures:
                value = self._measured(term, measured, whole)
            elif isinstance(term, Term) and term in self.groups and self.groups.index(term) == level - 1:
                value = self.shown(term, group[-1])
            row[name] = value
        return row

    def _measured(self, term: Term, measured: Row, whole: Row) -> Any:
        place = self.measures.index(term)
        value = measured[place]
        if term.function == "percent":
            return 100.0 * value / whole[place] if whole[place] else 0.0
        return tidy(term, value)

    def shown(self, term: Term, value: Any) -> Any:
        """The value of a group as people read it."""
        column = term.place.column
        if term.part:
            return part_text(term.part, value)
        if column.listed is not None:
            return texts_of(term.place).get(value, "")
        if column.names is not None:
            return column.names.name(value)
        if column.kind is kinds.DATE_TIME:
            return (self.clock.tell_stamp if column.stamp else self.clock.tell)(value)
        return column.kind.blank if value is None else value

    def ends(self, deepest: Sequence[Total]) -> Iterator[tuple[str, Total]]:
        """Which bands begin and end as the groups go by: `header`, `footer`, and `rows` for what lies between."""
        before: Total = ()
        for group in [*deepest, None]:
            same = 0
            while group is not None and same < len(before) and before[same] == group[same]:
                same += 1
            for level in range(len(before), same, -1):
                if self.groups[level - 1].footer:
                    yield "footer", before[:level]
            if group is None:
                return
            for level in range(same + 1, len(group) + 1):
                if self.groups[level - 1].header:
                    yield "header", group[:level]
            yield "rows", group
            before = group


def tidy(term: Term, value: Any) -> Any:
    """Sums of whole numbers are whole."""
    whole = term.function == "sum" and term.place.column.type != "decimal"
    return int(value) if whole and value is not None else value


class Running:
    """The totals of a band so far, row by row."""

    def __init__(self, measures: Sequence[Term]) -> None:
        self._measures = measures
        self._seen: list[set[Any]] = [set() for _ in measures]
        self._sums = [0.0 for _ in measures]
        self._rows = 0

    def add(self, values: Sequence[Any], whole: Row) -> list[Any]:
        """The totals including one more row."""
        self._rows += 1
        totals: list[Any] = []
        for place, term in enumerate(self._measures):
            value = values[place]
            if value is not None:
                self._seen[place].add(value)
            if term.function in ("sum", "avg", "percent"):
                self._sums[place] += float(value or 0)
            totals.append(self._total(place, term, whole))
        return totals

    def _total(self, place: int, term: Term, whole: Row) -> Any:
        if term.function == "count":
            return len(self._seen[place])
        if term.function == "countall":
            return self._rows
        if term.function == "avg":
            return self._sums[place] / self._rows
        if term.function == "percent":
            return 100.0 * self._sums[place] / whole[place] if whole[place] else 0.0
        return tidy(term, self._sums[place])
