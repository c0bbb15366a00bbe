"""Taking the values of custom fields that a body brings, in whichever dictionary they stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from crm.directory.actions.field_turns import hold_out_publishers
from crm.directory.models.layout import (
    CUSTOM,
    EXTRA,
    ORIGINAL,
    PARTS,
    UDEF,
    Layout,
    Told,
    layout_of,
    owner_of,
)
from crm.wire.lists import refresh

Faults = dict[str, str]


def with_fields(row: Any, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values of a row that is about to be saved, with those of custom fields taken out of their dictionaries.

    Only fields that are named change. What names no field stays in its dictionary as it is, without the texts that
    are told beside values. Values are those of the layout that holds when they are stored: while one is being
    published, this waits. A new row needs a value for each mandatory field that has no default. Raises
    ValidationError by dictionary and field, `custom_fields.x_score`. Call with the row locked.
    """
    layout = layout_of(owner_of(row))
    if layout is None or not (row._state.adding or any(part in values for part in PARTS)):
        return values
    taking = _Taking(layout, row, values)
    taken = taking.values()
    if not taking.taken or not _was_published(row):
        return taken
    layout = layout_of(owner_of(row))
    return values if layout is None else _Taking(layout, row, values).values()


def _was_published(row: Any) -> bool:
    """Whether the layout may be another than the one that is remembered. From here on it stays until the row is saved."""
    if row._state.adding:
        hold_out_publishers(type(row))
    return refresh()


class _Taking:
    """One act of taking: what is stored, what was sent, and what is wrong with it."""

    def __init__(self, layout: Layout, row: Any, given: Mapping[str, Any]) -> None:
        self.layout, self.row, self.given = layout, row, given
        self.stored: dict[str, Any] = dict(row.field_values or {})
        self.taken: dict[str, Any] = {}
        self.faults: Faults = {}

    def values(self) -> dict[str, Any]:
        """The values to save. Raises ValidationError."""
        values = dict(self.given)
        for part in PARTS:  # what CustomFields says comes last, and counts
            if part in values:
                values[part] = self.layout.others(values[part])
                self._take(part, self.given[part])
        if self.row._state.adding:
            self._ask_for_mandatory()
        if self.faults:
            raise ValidationError({name: [text] for name, text in self.faults.items()})
        if self.taken:
            values["field_values"] = {**self.stored, **self.taken}
        return values

    def _take(self, part: str, dictionary: Mapping[str, Any]) -> None:
        for key, given in dictionary.items():
            told = self.layout.by_key.get(key)
            if told is None or _is_as_it_was(told, part, given, dictionary, self.stored):
                continue
            try:
                value = told.field.read(given)
            except ValueError as error:
                self.faults[f"{part}.{key}"] = str(error)
                continue
            if value != _real(told.value(self.stored)):
                self._change(told, part, value)

    def _change(self, told: Told, part: str, value: Any) -> None:
        field = told.field
        if field.is_read_only:
            self.faults[f"{part}.{field.key}"] = _("The field is read-only.")
        elif field.is_mandatory and value is None:
            self.faults[f"{part}.{field.key}"] = _("A value is needed.")
        else:
            self.taken[told.place] = field.coding.empty if value is None else value

    def _ask_for_mandatory(self) -> None:
        for told in self.layout.fields:
            field = told.field
            has_value = told.place in self.taken or told.initial is not None
            if not field.is_mandatory or has_value:
                continue
            usual = EXTRA if field.is_extra else UDEF
            sent = [part for part in (usual, CUSTOM) if part in self.given]
            part = sent[0] if sent else usual if hasattr(self.row, usual) else CUSTOM
            self.faults.setdefault(f"{part}.{field.key}", _("A value is needed."))


def _is_as_it_was(
    told: Told, part: str, given: Any, dictionary: Mapping[str, Any], stored: Mapping[str, Any]
) -> bool:
    """Whether a client sends back what it was told, then or now; so two dictionaries may hold a field, one changed."""
    original = f"{told.field.key}{ORIGINAL}"
    return bool(
        given == told.spelled(part, stored) or (original in dictionary and given == dictionary[original])
    )


def _real(value: Any) -> Any:
    """A stored value; what stands for none is none."""
    return None if value == "" else value
