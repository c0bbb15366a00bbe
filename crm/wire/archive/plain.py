"""Plain filters, for people who write no OData: `?status=open&owner=me&q=printer`, joined with `$filter` by and.

Each archive has a table of them by names that suit people, which becomes a FilterSet of django-filter. Its form reads
what comes, and each filter gives conditions of the filter language: a plain filter costs what the same `$filter` does.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django_filters import Filter, FilterSet
from rest_framework.exceptions import ParseError

from crm.wire.archive.columns import Archive, Place
from crm.wire.archive.convert import Asking
from crm.wire.archive.grammar import Condition, Junction, Tree
from crm.wire.archive.options import KNOWN, Options
from crm.wire.archive.resolve import Restriction
from crm.wire.archive.rows import texts_of
from crm.wire.kinds import BOOLEAN

MOST_WORDS = 20
MOST_VALUES = 200
NUMBER = re.compile(r"-?[0-9]{1,10}")
NOBODY = "none"
MYSELF = "me"


class Plain(Filter):  # type: ignore[misc]  # django-filter ships no types
    """A filter on one column; what it says to the archive are conditions of the filter language."""

    field_class = forms.CharField
    operator = ""

    def __init__(self, *columns: str, says: str) -> None:
        super().__init__(field_name=columns[0], label=says)
        self.columns = columns

    def tree(self, value: str, archive: Archive, asking: Asking) -> Tree:
        """The conditions of a value. Raises ValueError or ParseError for one that it cannot read."""
        return Condition(self.columns[0], self.operator, (value,))


class Holding(Plain):
    """A text that holds the value."""

    operator = "contains"


class Since(Plain):
    """A date, or a date with its time, from the value on."""

    operator = "from"


class Until(Plain):
    """A date, or a date with its time, up to the value."""

    operator = "to"


class Yes(Plain):
    """A truth."""

    def tree(self, value: str, archive: Archive, asking: Asking) -> Tree:
        return Condition(self.columns[0], "set", (bool(BOOLEAN.read(value.strip().lower())),))


class Words(Plain):
    """Every word of the value stands in one of the columns."""

    def tree(self, value: str, archive: Archive, asking: Asking) -> Tree:
        words = value.split()
        if len(words) > MOST_WORDS:
            raise ValueError(f"at most {MOST_WORDS} words are searched for.")
        each = [
            Junction(every=False, parts=tuple(Condition(name, "contains", (word,)) for name in self.columns))
            for word in words
        ]
        return Junction(every=True, parts=tuple(each))


class OneOf(Plain):
    """One of several, with commas between: numbers, names, `none`, and `me` among users."""

    def tree(self, value: str, archive: Archive, asking: Asking) -> Tree:
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if len(parts) > MOST_VALUES:
            raise ValueError(f"at most {MOST_VALUES} values are compared.")
        place = archive.find(self.columns[0], insider=asking.caller.is_internal)
        keys = [key for part in parts for key in _keys(part, place, asking)]
        return Condition(self.columns[0], "oneOf", tuple(keys))


def _keys(part: str, place: Place | None, asking: Asking) -> Iterable[int]:
    """The numbers behind one value. Raises ValueError when there are none."""
    if part.lower() == NOBODY:
        return [0]
    if NUMBER.fullmatch(part):
        return [int(part)]
    if place is None:
        raise ValueError(f"{part!r} is no number.")
    column = place.column
    if part.lower() == MYSELF and column.type in ("associate", "ejUser"):
        return [asking.caller.pk]
    if column.names is not None:
        return [column.names.parse(part)]
    found = [key for key, name in _names(place) if name.lower() == part.lower()]
    if not found:
        listed = "none of the names there are, and no number" if column.listed else "no number"
        raise ValueError(f"{part!r} is {listed}.")
    return dict.fromkeys(found)


def _names(place: Place) -> Iterator[tuple[int, str]]:
    """What the rows behind a column are called."""
    column = place.column
    if column.listed is None:
        return
    rows: Any = column.listed._default_manager
    catalog: Mapping[int, models.Model] = rows.all().catalog()
    shown = texts_of(place)
    for key, row in catalog.items():
        names = (getattr(row, "name", ""), str(row), shown.get(key, ""))
        yield from ((key, str(name)) for name in names)


def filter_set(archive: Archive) -> type[FilterSet]:
    """The FilterSet of an archive's table."""
    known: type[FilterSet] | None = archive.kept.get("filters")
    if known is None:
        known = archive.kept["filters"] = type(f"{archive.name}Filters", (FilterSet,), dict(archive.filters))
    return known


def narrowed(archive: Archive, options: Options, asking: Asking) -> Options:
    """The options with what the plain filters say joined to `$filter`.

    Raises ParseError (400) that names the parameter: one that is unknown, with the nearest there is, or one whose
    value cannot be read.
    """
    for name, _value in options.plain:
        if name not in archive.filters:
            raise ParseError(unknown(name, [*archive.filters, *KNOWN.values()]))
    filters = filter_set(archive)(dict(options.plain), queryset=archive.model._default_manager.none())
    if not filters.form.is_valid():
        name, errors = next(iter(filters.form.errors.items()))
        raise ParseError(f"{name}: {' '.join(errors)}")
    trees = [
        _tree(name, filters.filters[name], value, archive, asking)
        for name, value in filters.form.cleaned_data.items()
        if value
    ]
    if options.filter is not None:
        trees.append(options.filter)
    if not trees:
        return options
    return replace(options, filter=trees[0] if len(trees) == 1 else Junction(every=True, parts=tuple(trees)))


def _tree(name: str, plain: Plain, value: str, archive: Archive, asking: Asking) -> Tree:
    """The conditions of one parameter, tried on the archive, so that a refusal names the parameter."""
    try:
        tree = plain.tree(value, archive, asking)
        Restriction(tree, archive, asking)
    except (ValueError, ValidationError) as error:
        raise ParseError(f"{name}: {error}") from None
    except ParseError as error:
        raise ParseError(f"{name}: {str(error.detail).removeprefix('$filter: ')}") from None
    return tree


def unknown(name: str, known: Iterable[str]) -> str:
    """What to say of a parameter that a list does not have."""
    by_lower = {each.lower(): each for each in known}
    nearest = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.4)
    hint = f"did you mean {by_lower[nearest[0]]}?" if nearest else f"it has {', '.join(by_lower.values())}."
    return f"This list has no parameter {name[:60]!r}; {hint}"
