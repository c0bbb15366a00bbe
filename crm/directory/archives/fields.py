"""Columns of custom fields, by what is published: `contactUdef/SuperOffice:1`, `contactExtra/x_score`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.db.models import OuterRef, Subquery

from crm.directory.models import FieldOwner, FieldType
from crm.directory.models.field_types import FieldList, field_list
from crm.directory.models.layout import Told, layout_of
from crm.wire import coded, kinds
from crm.wire.archive.columns import ArchiveColumn, Columns, Related
from crm.wire.archive.stored import stored_value
from crm.wire.kinds import Kind
from crm.wire.lists import remembered

COLUMN = "field_values"
Show = Callable[[Any], Any]
# How each type is compared, and how it is shown.
_SHOWN: dict[int, tuple[str, Kind, Show]] = {
    FieldType.NUMBER: ("int", kinds.INTEGER, lambda value: value or 0),
    FieldType.SHORT_TEXT: ("string", kinds.STRING, lambda value: value or ""),
    FieldType.LONG_TEXT: ("string", kinds.STRING, lambda value: value or ""),
    FieldType.DATE: ("date", kinds.DAY, coded.midnight_of),
    FieldType.UNLIMITED_DATE: ("date", kinds.DAY, coded.midnight_of),
    FieldType.CHECKBOX: ("bool", kinds.BOOLEAN, bool),
    FieldType.DECIMAL: ("decimal", kinds.DOUBLE, lambda value: value or 0.0),
    FieldType.DATE_TIME: ("datetime", kinds.DATE_TIME, coded.moment_of),
}


def field_columns(owner: FieldOwner, name: str) -> dict[str, Related]:
    """The columns of a kind of row, below the names that it has in its archives: `contactUdef/` and `contactExtra/`."""
    return {
        f"{name}Udef/": Related(partial(_columns, owner, extra=False), ""),
        f"{name}Extra/": Related(partial(_columns, owner, extra=True), ""),
    }


def extra_columns(owner: FieldOwner) -> dict[str, Related]:
    """The columns of what has extra fields only, below `extra/`."""
    return {"extra/": Related(partial(_columns, owner, extra=True), "")}


def _columns(owner: FieldOwner, *, extra: bool) -> Columns:
    """The columns of the published fields, remembered with them."""
    memory, key = remembered(), ("columns of custom fields", owner, extra)
    if key not in memory:
        layout = layout_of(owner, memory)
        told = [each for each in layout.fields if each.field.is_extra is extra] if layout else []
        memory[key] = Columns({each.field.key: _column(each) for each in told})
    columns: Columns = memory[key]
    return columns


def _column(told: Told) -> ArchiveColumn:
    field = told.field
    chosen = field_list(field.list_id) if field.type == FieldType.LIST else None
    initial = None if chosen else told.initial if told.initial is not None else field.coding.empty
    typed = partial(_expression, told.place, initial)
    type_, kind, show = ("listAny", kinds.STRING, str) if chosen else _SHOWN[field.type]
    return ArchiveColumn(
        type_,
        kind=kind,
        restricts=partial(_expression, told.place, told.initial) if chosen else typed,
        sorts=partial(_sorted_by_name, chosen, told.place, told.initial) if chosen else typed,
        make=partial(_name_of, told) if chosen else partial(_value_of, told, show),
        needs=[COLUMN],
        list_name=chosen.name if chosen else "",
        heading=field.short_label or field.label,
        tooltip=field.tooltip,
        version=(told.place, field.type, field.list_id, told.initial),
    )


def _expression(place: str, initial: Any, prefix: str) -> Any:
    return stored_value(f"{prefix}{COLUMN}", place, initial)


def _sorted_by_name(chosen: FieldList, place: str, initial: Any, prefix: str) -> Any:
    """The name of the item that was chosen."""
    item = stored_value(OuterRef(f"{prefix}{COLUMN}"), place, initial)
    return Subquery(chosen.model._default_manager.filter(pk=item).order_by().values("name")[:1])


def _value_of(told: Told, show: Show, stored: Mapping[str, Any] | None) -> Any:
    return show(told.value(stored or {}))


def _name_of(told: Told, stored: Mapping[str, Any] | None) -> str:
    beside = told.beside(stored or {})
    return beside[0] if beside else ""
