"""What publishing does to the values of rows: they follow their fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from crm.directory.actions.field_turns import hold_out_writers
from crm.directory.models import CustomField, FieldOwner, FieldType
from crm.directory.models.field_types import CODINGS, OWNER_MODELS, TEXTS
from crm.directory.models.layout import COMPANIONS, PARTS

CHUNK = 500  # rows that are changed together
Fields = Mapping[int, CustomField]
LETTERS = sorted({coding.letter for coding in CODINGS.values()})
NUMBERS = (FieldType.NUMBER, FieldType.DECIMAL, FieldType.CHECKBOX)


@dataclass(frozen=True)
class Move:
    """A field as it was published and as it is from now on; None for one that was not, or is no more."""

    before: CustomField | None
    after: CustomField | None

    @property
    def converts(self) -> bool:
        """Whether values of the field may have to change."""
        before, after = self.before, self.after
        return before is not None and (
            after is None or before.differs(after, ("type", "list_id", "text_length"))
        )

    @property
    def adopts(self) -> bool:
        """Whether the field has a new name, under which clients may have stored something."""
        before, after = self.before, self.after
        return after is not None and (before is None or before.key != after.key)

    @property
    def places(self) -> list[str]:
        """Where values of the field may be, of whichever type they were: only one place holds."""
        field = self.after or self.before
        return [f"{letter}{field.identity}" for letter in LETTERS] if field is not None else []


def move_values(owner: FieldOwner, before: Fields, after: Fields) -> None:
    """Brings the values of all rows to the new layout. Call inside the transaction that publishes it.

    Whoever writes such rows is waited for, and held out until that ends: no value is written by the old layout after
    its row was moved.
    """
    moves = [Move(before.get(number), after.get(number)) for number in sorted(before.keys() | after.keys())]
    moves = [move for move in moves if move.converts or move.adopts]
    if not moves:
        return
    model: Any = apps.get_model("crm", OWNER_MODELS[owner])
    hold_out_writers(model)
    names = [part for part in PARTS if part in {field.attname for field in model._meta.concrete_fields}]
    rows = model._base_manager.filter(_concerned(moves, names)).order_by("pk").select_for_update(of=("self",))
    last = 0
    while found := list(rows.filter(pk__gt=last).only("pk", "field_values", *names)[:CHUNK]):
        for row in found:
            _move_row(row, moves, names)
        models.QuerySet(model).bulk_update(found, ["field_values", *names])
        last = found[-1].pk


def _concerned(moves: list[Move], names: list[str]) -> Q:
    """The rows that have something to move: others are left alone."""
    wanted = Q()
    for move in moves:
        if move.before is not None and move.converts:
            wanted |= Q(field_values__has_any_keys=move.places)
        if move.after is not None and move.adopts:
            for name in names:
                wanted |= Q(**{f"{name}__has_key": move.after.key})
    return wanted


def _move_row(row: Any, moves: list[Move], names: list[str]) -> None:
    stored = dict(row.field_values or {})
    for move in moves:
        if move.before is not None and move.converts:
            value = stored.get(move.before.place)
            for place in move.places:
                stored.pop(place, None)
            if move.after is not None and value is not None:
                value = converted(move.before, move.after, value)
            if move.after is not None and value is not None:
                stored[move.after.place] = value
        if move.after is not None and move.adopts:
            for name in names:
                _adopt(move.after, getattr(row, name), stored)
    row.field_values = stored


def _adopt(field: CustomField, dictionary: dict[str, Any], stored: dict[str, Any]) -> None:
    """Makes what a client stored under the name of a field its value; what cannot be one stays, unseen."""
    if field.key not in dictionary:
        return
    try:
        value = field.read(dictionary[field.key])
    except ValueError:
        return
    for ending in ("", *COMPANIONS):
        dictionary.pop(f"{field.key}{ending}", None)
    if value is not None:
        stored.setdefault(field.place, value)


def converted(before: CustomField, after: CustomField, value: Any) -> Any:
    """A stored value of a field as the field is now, None when it cannot be kept.

    Numbers are rounded, dates lose their time, list items become their names and names items; a text is cut.
    """
    try:
        return after.read(_spelled(before, after, value))
    except (ValueError, OverflowError):
        return None


def _spelled(before: CustomField, after: CustomField, value: Any) -> Any:
    if before.type in NUMBERS:
        return _number_for(after, before, value)
    plain = _plain(before, value)
    if after.type == FieldType.LIST:
        return value if before.list_id == after.list_id else _named(after, plain)
    if after.type in TEXTS:
        return plain[: after.longest]
    if after.type == FieldType.NUMBER:
        return value if before.type == FieldType.LIST else round(float(plain))
    return plain


def _named(field: CustomField, name: str) -> int | None:
    """The item of the field's list that has this name, in any case."""
    wanted = name.casefold()
    found = (key for key, item in field.items.items() if item.name.casefold() == wanted and not item.deleted)
    return next(found, None)


def _number_for(after: CustomField, before: CustomField, value: Any) -> Any:
    if after.type == FieldType.NUMBER:
        return round(value)
    if after.type == FieldType.CHECKBOX:
        return bool(value)
    return before.coding.plain(value)


def _plain(field: CustomField, value: Any) -> str:
    """A value as people read it."""
    if field.type != FieldType.LIST:
        return field.coding.plain(value)
    item = field.items.get(value)
    return item.name if item else ""
