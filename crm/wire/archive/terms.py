"""Aggregates in `$select`: `GroupBy(ownedBy):Header:HideDetail`, `Sum(timeSpent)`, `DatePart(createdAt):YearMonth`.

Source: the documented functions and their suffixes. A group's level is its place, or the number among its suffixes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Avg, Count, F, FloatField, Func, IntegerField, Sum
from django.db.models.functions import (
    Cast,
    Coalesce,
    ExtractDay,
    ExtractHour,
    ExtractIsoWeekDay,
    ExtractIsoYear,
    ExtractMonth,
    ExtractQuarter,
    ExtractWeek,
    ExtractYear,
    TruncDate,
)
from rest_framework.exceptions import ParseError

from crm.wire.archive.columns import Archive, Place
from crm.wire.archive.convert import Asking
from crm.wire.archive.resolve import column_of

_TERM = re.compile(r"(?P<name>[A-Za-z]+)\((?P<inside>.+)\)(?P<suffixes>[^()]*)", re.DOTALL)
NUMBERS = ("int", "decimal", "timeSpan")


class _YearAnd(Func):
    """A year and something in it as one number, written without a bound value, by which nothing can be grouped."""

    template = "(%(expressions)s)"
    arg_joiner = " * 100 + "
    output_field = IntegerField()


def _year_and(other: Any, year: Any = ExtractYear) -> Callable[..., Any]:
    return lambda date, zone: _YearAnd(year(date, tzinfo=zone), other(date, tzinfo=zone))


def _part(function: Any) -> Callable[..., Any]:
    return lambda date, zone: function(date, tzinfo=zone)


class _DayOfYear(Func):
    """The number of a day in its year, of a date."""

    template = "CAST(EXTRACT(DOY FROM %(expressions)s) AS INTEGER)"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        template = "CAST(strftime('%%%%j', %(expressions)s) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **context)


def _day_of_year(date: Any, zone: Any) -> Any:
    return _DayOfYear(TruncDate(date, tzinfo=zone))


PARTS: dict[str, Callable[..., Any]] = {
    "year": _part(ExtractYear),
    "quarter": _part(ExtractQuarter),
    "month": _part(ExtractMonth),
    "day": _part(ExtractDay),
    "dayofyear": _day_of_year,
    "dayofweek": _part(ExtractIsoWeekDay),  # Monday is 1
    "hour": _part(ExtractHour),
    "weekno": _part(ExtractWeek),
    "yearmonth": _year_and(ExtractMonth),
    "yearweekno": _year_and(ExtractWeek, ExtractIsoYear),
    "yearquarter": _year_and(ExtractQuarter),
}
MEASURES: dict[str, Callable[[Any], Any]] = {
    "sum": lambda value: Coalesce(Sum(Cast(value, FloatField())), 0.0),
    "avg": lambda value: Coalesce(Avg(Cast(value, FloatField())), 0.0),
    "count": lambda value: Count(value, distinct=True),
    "countall": lambda _value: Count("pk"),
    "percent": lambda value: Coalesce(Sum(Cast(value, FloatField())), 0.0),
}
FUNCTIONS = ("groupby", "datepart", *MEASURES)
FLAGS = ("header", "footer", "hidedetail")


@dataclass(frozen=True)
class Term:
    """One aggregate of a selection, under the text that the client wrote; `part` is that of a date."""

    name: str
    function: str
    place: Place
    part: str = ""
    header: bool = False
    footer: bool = False
    hidden: bool = False
    level: int = 0
    over: Callable[[Any], Any] | None = None  # leaves out what is closed to who asks

    def value(self, zone: Any) -> Any:
        """What is grouped by, or counted: a key where the column has one."""
        column = self.place.column
        keyed = column.listed or column.names or column.sorts is None
        source = column.restricts if keyed else column.sorts
        value = source(self.place.prefix) if source else F(f"{self.place.prefix}pk")
        value = self.over(value) if self.over else value
        return PARTS[self.part](value, zone) if self.part else value

    def measure(self, zone: Any) -> Any:
        """The aggregate over a group."""
        return MEASURES[self.function](self.value(zone))


def has_terms(names: Sequence[str]) -> bool:
    """Whether a selection holds an aggregate."""
    return any("(" in name for name in names)


def read_terms(names: Sequence[str], archive: Archive, asking: Asking) -> list[Term | str]:
    """The aggregates of a selection, and the names of its plain columns. Raises ParseError."""
    found: list[Term | str] = []
    for name in names:
        last = found[-1] if found else None
        if isinstance(last, Term) and (name.lower() in FLAGS or name.isdecimal()):
            found[-1] = _with_suffix(last, name)  # GroupBy(type):Footer,HideDetail
        else:
            found.append(_term(name, archive, asking) if "(" in name else name)
    return _levelled(found)


def _levelled(found: list[Term | str]) -> list[Term | str]:
    """Groups without a level of their own get that of their place."""
    levelled: list[Term | str] = []
    groups = 0
    for term in found:
        is_group = isinstance(term, Term) and term.function == "groupby"
        groups += is_group
        levelled.append(
            replace(term, level=term.level or groups) if isinstance(term, Term) and is_group else term
        )
    return levelled


def _term(text: str, archive: Archive, asking: Asking) -> Term:
    match = _TERM.fullmatch(text)
    function = match["name"].lower() if match else ""
    if match is None or function not in FUNCTIONS:
        raise ParseError(
            f"$select: {text!r} is no aggregate; there are GroupBy, Sum, Avg, Count, CountAll, Percent, DatePart."
        )
    inside, suffixes = (
        match["inside"].strip(),
        [part for part in match["suffixes"].split(":") if part.strip()],
    )
    if "(" in inside:
        inner = _term(inside, archive, asking)
        if inner.function != "datepart" or function == "datepart":
            raise ParseError(f"$select: {text!r}: only DatePart can stand inside of another function.")
        term = replace(inner, name=text, function=function)
    else:
        term = Term(text, function, column_of(archive, inside, asking, "$select"))
    for suffix in suffixes:
        term = _with_suffix(term, suffix.strip())
    return _checked(replace(term, name=text))


def _with_suffix(term: Term, suffix: str) -> Term:
    word = suffix.lower()
    if word.isdecimal() and len(word) < 3:
        return replace(term, level=int(word))
    if word in PARTS:
        return replace(term, part=word)
    if word not in FLAGS:
        known = ", ".join((*FLAGS, *PARTS))
        raise ParseError(f"$select: {term.name!r}: {suffix!r} is none of {known}.")
    if word == "hidedetail":
        return replace(term, hidden=True)
    return replace(term, header=True) if word == "header" else replace(term, footer=True)


def _checked(term: Term) -> Term:
    kind = term.place.column.type
    if term.part and kind not in ("date", "datetime"):
        raise ParseError(f"$select: {term.name!r}: {term.place.name} is no date.")
    if term.function == "datepart" and not term.part:
        raise ParseError(f"$select: {term.name!r} needs a part such as :Year or :YearMonth.")
    if term.function in ("sum", "avg", "percent") and kind not in NUMBERS:
        raise ParseError(f"$select: {term.name!r}: {term.place.name} is no number.")
    return term


def part_text(part: str, value: int | None) -> Any:
    """A part of a date as it is shown: a number, or `2025-10` for a year with something in it; 0 for no date."""
    if value is None:
        return 0
    number = int(value)  # PostgreSQL extracts decimals
    if part.startswith("year") and part != "year":
        return f"{number // 100:04d}-{number % 100:02d}"
    return number
