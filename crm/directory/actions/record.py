"""What saving a company, a person, a project and a sale has in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.directory.actions.field_values import with_fields
from crm.directory.models import Associate
from crm.directory.models.reach import Way
from crm.directory.models.record import Record
from crm.wire.lists import ListQuerySet
from crm.wire.rights import must_reach

Row = TypeVar("Row", bound=Record)
Faults = dict[str, str]
Ways = Mapping[str, Way]


def held(row: Row, verb: str, by: Associate) -> Row:
    """The row as it is now, locked; a new one is itself. Raises PermissionDenied unless the role of the user reaches it."""
    if row._state.adding:
        return row
    rows: Any = type(row)._default_manager
    found: Row = rows.select_for_update(of=("self",)).get(pk=row.pk)
    must_reach(verb, found, by)
    return found


def take(row: Record, values: Mapping[str, Any], ways: Ways) -> None:
    """Gives a row its new values; ways to reach somebody come as lists of elements."""
    for name, value in with_fields(row, values).items():
        if name in ways:
            ways[name].assign(row, value)
        else:
            setattr(row, name, value)


def promote(row: Record, ways: Ways) -> None:
    """Where the first way to reach somebody was emptied, the next one becomes the first."""
    for way in ways.values():
        elements = way.of(row)
        if elements and way.first and not getattr(row, way.first):
            way.assign(row, elements)


def choose(row: Any, interests: ListQuerySet[Any]) -> None:
    """Keeps those interests that there are."""
    known = interests.catalog()
    row.interests = [key for key in row.interests if key in known]
    row.active_interests = len(row.interests)


def stamp(row: Record, by: Associate) -> None:
    """Says who wrote the row; the dates are the model's business."""
    if row._state.adding:
        row.created_by = by
    row.updated_by = by


def trimmed(row: Any, *names: str) -> None:
    """Takes the spaces around these texts away."""
    for name in names:
        setattr(row, name, getattr(row, name).strip())


def refuse(faults: Faults) -> None:
    """Raises ValidationError with a message for each attribute at fault, if there is one."""
    if faults:
        raise ValidationError({name: [text] for name, text in faults.items()})


def number_fault(row: Any, name: str) -> Faults:
    """The fault of a number that another row of the kind has already."""
    number = getattr(row, name)
    if not number or not type(row)._default_manager.filter(**{name: number}).exclude(pk=row.pk).exists():
        return {}
    return {name: _("The number %(number)s is taken.") % {"number": number}}


def give_number(row: Any, name: str, prefix: str = "") -> None:
    """Gives a saved row without a number one: that of its key, or the next that is free."""
    if getattr(row, name):
        return
    number = row.pk
    rows = type(row)._default_manager
    while rows.filter(**{name: f"{prefix}{number}"}).exists():
        number += 1
    setattr(row, name, f"{prefix}{number}")
    rows.filter(pk=row.pk).update(**{name: f"{prefix}{number}"})
