"""Comparisons as expressions of the ORM. Values arrive as slots: their text is compiled once and filled in later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Lower
from django.db.models.lookups import (
    Contains,
    EndsWith,
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNull,
    LessThan,
    LessThanOrEqual,
    StartsWith,
)

from crm.wire.archive.columns import Place

Slots = Sequence[Any]
EMPTY: dict[str, Any] = {
    "string": "",
    "stringorPK": "",
    "positiveString": "",
    "int": 0,
    "timeSpan": 0,
    "decimal": 0.0,
}


def lower_all_letters(sender: object, connection: Any, **_others: object) -> None:
    """Receiver of `connection_created`: SQLite's own LOWER knows the letters of English only."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("LOWER", 1, _lower, deterministic=True)


def _lower(text: Any) -> Any:
    return text.lower() if isinstance(text, str) else text


def missing(expression: Any, place: Place) -> Q:
    """NULL, or what is empty for the type."""
    null = Q(IsNull(expression, True))
    empty = EMPTY.get(place.column.type)
    return null if empty is None else null | Q(Exact(expression, Value(empty)))


def is_null(place: Place, expression: Any, _slots: Slots) -> Q:
    return missing(expression, place)


def is_not_null(place: Place, expression: Any, _slots: Slots) -> Q:
    return ~missing(expression, place)


def equal(place: Place, expression: Any, slots: Slots) -> Q:
    [value] = slots
    return Q(IsNull(expression, True)) if value is None else Q(Exact(expression, value))


def unequal(place: Place, expression: Any, slots: Slots) -> Q:
    """What is not there is unequal too."""
    [value] = slots
    if value is None:
        return Q(IsNull(expression, False))
    return Q(IsNull(expression, True)) | ~Q(Exact(expression, value))


def less(place: Place, expression: Any, slots: Slots) -> Q:
    return Q(LessThan(expression, slots[0]))


def less_or_equal(place: Place, expression: Any, slots: Slots) -> Q:
    return Q(LessThanOrEqual(expression, slots[0]))


def greater(place: Place, expression: Any, slots: Slots) -> Q:
    return Q(GreaterThan(expression, slots[0]))


def greater_or_equal(place: Place, expression: Any, slots: Slots) -> Q:
    return Q(GreaterThanOrEqual(expression, slots[0]))


def between(place: Place, expression: Any, slots: Slots) -> Q:
    """Both ends included."""
    return Q(GreaterThanOrEqual(expression, slots[0])) & Q(LessThanOrEqual(expression, slots[1]))


def within(place: Place, expression: Any, slots: Slots) -> Q:
    """From the first up to, not including, the second."""
    return Q(GreaterThanOrEqual(expression, slots[0])) & Q(LessThan(expression, slots[1]))


def without(place: Place, expression: Any, slots: Slots) -> Q:
    return (
        Q(IsNull(expression, True))
        | Q(LessThan(expression, slots[0]))
        | Q(GreaterThanOrEqual(expression, slots[1]))
    )


def after(place: Place, expression: Any, slots: Slots) -> Q:
    """Later than an instant; of a day, from the midnight after it on."""
    timed, moment = slots
    return Q((GreaterThan if timed else GreaterThanOrEqual)(expression, moment))


def up_to(place: Place, expression: Any, slots: Slots) -> Q:
    """An instant included; of a day, up to the midnight after it."""
    timed, moment = slots
    return Q((LessThanOrEqual if timed else LessThan)(expression, moment))


def among(place: Place, expression: Any, slots: Slots) -> Q:
    """One of the values, of which None stands for nothing."""
    values = [value for value in slots if value is not None]
    found = Q(In(expression, values)) if values else Q(pk__in=[])
    return found | Q(IsNull(expression, True)) if len(values) < len(slots) else found


def not_among(place: Place, expression: Any, slots: Slots) -> Q:
    values = [value for value in slots if value is not None]
    others = ~Q(In(expression, values)) if values else Q()
    if len(values) < len(slots):
        return others & Q(IsNull(expression, False))
    return others | Q(IsNull(expression, True)) if values else Q()


def same_text(place: Place, expression: Any, slots: Slots) -> Q:
    return Q(Exact(Lower(expression), slots[0]))


def other_text(place: Place, expression: Any, slots: Slots) -> Q:
    return Q(IsNull(expression, True)) | ~same_text(place, expression, slots)


def text_among(place: Place, expression: Any, slots: Slots) -> Q:
    return among(place, Lower(expression), slots)


def text_not_among(place: Place, expression: Any, slots: Slots) -> Q:
    return not_among(place, Lower(expression), slots)


def text_between(place: Place, expression: Any, slots: Slots) -> Q:
    return between(place, Lower(expression), slots)


def begins(place: Place, expression: Any, slots: Slots) -> Q:
    return Q(StartsWith(Lower(expression), slots[0]))


def contains(place: Place, expression: Any, slots: Slots) -> Q:
    return Q(Contains(Lower(expression), slots[0]))


def ends(place: Place, expression: Any, slots: Slots) -> Q:
    return Q(EndsWith(Lower(expression), slots[0]))


def not_begins(place: Place, expression: Any, slots: Slots) -> Q:
    return Q(IsNull(expression, True)) | ~begins(place, expression, slots)


def not_contains(place: Place, expression: Any, slots: Slots) -> Q:
    return Q(IsNull(expression, True)) | ~contains(place, expression, slots)


def not_ends(place: Place, expression: Any, slots: Slots) -> Q:
    return Q(IsNull(expression, True)) | ~ends(place, expression, slots)


def _one_of_set(place: Place, values: Slots) -> Exists:
    collection = place.column.collection
    if collection is None:
        raise TypeError(f"{place.name} is no set")
    rows = collection.through()._default_manager.filter(
        In(F(collection.child), list(values)), **{collection.parent: OuterRef(f"{place.prefix}pk")}
    )
    return Exists(rows)


def any_of_set(place: Place, _expression: Any, slots: Slots) -> Q:
    return Q(_one_of_set(place, slots)) if slots else Q(pk__in=[])


def none_of_set(place: Place, expression: Any, slots: Slots) -> Q:
    return ~any_of_set(place, expression, slots) if slots else Q()


def all_of_set(place: Place, _expression: Any, slots: Slots) -> Q:
    every = Q()
    for value in slots:
        every &= Q(_one_of_set(place, [value]))
    return every


def not_all_of_set(place: Place, expression: Any, slots: Slots) -> Q:
    return ~all_of_set(place, expression, slots) if slots else Q(pk__in=[])


def said(place: Place, _expression: Any, slots: Slots) -> Q:
    """Whether one of the texts that belong to the row holds this one."""
    collection = place.column.collection
    if collection is None:
        raise TypeError(f"{place.name} has no texts")
    rows = collection.through()._default_manager.filter(
        Contains(Lower(F(collection.text)), slots[0]),
        **{collection.parent: OuterRef(f"{place.prefix}pk")},
    )
    return Q(Exists(rows))


def not_said(place: Place, expression: Any, slots: Slots) -> Q:
    return ~said(place, expression, slots)


def every_row(place: Place, _expression: Any, slots: Slots) -> Q:
    """`getAllRows = true`, `getNoRows = false`: the value says whether any row is wanted."""
    return Q() if slots[0] else Q(pk__in=[])
