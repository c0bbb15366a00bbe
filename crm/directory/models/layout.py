"""The published custom fields of one kind of row: how rows tell their values, and which names belong to a field."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from crm.directory.models.field_types import OWNER_MODELS, FieldOwner, FieldType
from crm.directory.models.fields import CustomField
from crm.wire.coded import NO, YES
from crm.wire.lists import remembered

TEXT, TOOLTIP, ORIGINAL = ":DisplayText", ":DisplayTooltip", ":org"
COMPANIONS = (TEXT, TOOLTIP, ORIGINAL)  # what is told beside a value, and never heard
UDEF, EXTRA, CUSTOM = "user_defined_fields", "extra_fields", "custom_fields"
PARTS = (UDEF, EXTRA, CUSTOM)  # the dictionaries of a row, by attribute
Values = Mapping[str, Any]
_OWNERS = {name: owner for owner, name in OWNER_MODELS.items()}
_MEMORY = "layouts of custom fields"


@dataclass(frozen=True)
class Told:
    """A published field as rows tell it."""

    field: CustomField
    place: str
    initial: Any

    def value(self, stored: Values) -> Any:
        """The stored value, or what a row has that was never given one."""
        return stored.get(self.place, self.initial)

    def spelled(self, part: str, stored: Values) -> str:
        """The value as this dictionary spells it."""
        coding = self.field.coding
        older = part == UDEF or (part == EXTRA and self.field.type != FieldType.CHECKBOX)
        return (coding.tell if older else coding.tell_custom)(self.value(stored))

    def beside(self, stored: Values) -> tuple[str, str] | None:
        """What people read instead of a number, and its hint."""
        value = self.value(stored)
        if self.field.type == FieldType.CHECKBOX:
            return YES if value else NO, ""
        if self.field.type != FieldType.LIST:
            return None
        item = self.field.items.get(value or 0)
        return (item.name, item.tooltip) if item else ("", "")


class Layout:
    """The published layout of one kind of row."""

    def __init__(self, fields: Iterable[CustomField]) -> None:
        self.fields = [Told(field, field.place, field.initial) for field in fields]
        self.by_key = {each.field.key: each for each in self.fields}
        udef = [each for each in self.fields if not each.field.is_extra]
        extra = [each for each in self.fields if each.field.is_extra]
        self._of = {UDEF: udef, EXTRA: extra, CUSTOM: self.fields}
        self._taken = {key + ending for key in self.by_key for ending in ("", *COMPANIONS)}

    def told(self, part: str, stored: Values) -> dict[str, str]:
        """The values of a row as one of its dictionaries has them, with what is told beside them."""
        words: dict[str, str] = {}
        for each in self._of[part]:
            key, text = each.field.key, each.spelled(part, stored)
            words[key] = text
            if (beside := each.beside(stored)) is not None:
                words[key + TEXT], words[key + TOOLTIP] = beside
            if part == CUSTOM:
                words[key + ORIGINAL] = text
        return words

    def others(self, given: Values) -> dict[str, Any]:
        """What of a dictionary belongs to no field: a client's own, kept as it is."""
        return {key: value for key, value in given.items() if key not in self._taken}


def layout_of(owner: FieldOwner, memory: dict[Any, Any] | None = None) -> Layout | None:
    """The published layout, None where there are no fields; remembered for all kinds of rows at once."""
    memory = remembered() if memory is None else memory
    layouts: dict[int, Layout] | None = memory.get(_MEMORY)
    if layouts is None:
        fields: dict[int, list[CustomField]] = {}
        for field in CustomField.objects.filter(is_published=True).order_by("tab_order", "identity"):
            fields.setdefault(field.owner, []).append(field)
        layouts = memory[_MEMORY] = {number: Layout(each) for number, each in fields.items()}
    return layouts.get(owner)


def owner_of(row: object) -> FieldOwner:
    """Whose fields a row has."""
    return _OWNERS[type(row).__name__]


def telling(owner: FieldOwner, part: str) -> Callable[..., Any]:
    """Tells a dictionary of a row: what clients put there themselves, and above that the values of the fields."""

    def tell(memory: dict[Any, Any], verbatim: Values | None, stored: Values | None) -> Any:
        layout = layout_of(owner, memory)
        if layout is None:
            return {} if verbatim is None else verbatim
        return {**(verbatim or {}), **layout.told(part, stored or {})}

    return tell


def emptying(owner: FieldOwner) -> Callable[[Values, Values], Values]:
    """Says of fields that a patch took out of a dictionary that they are empty: a missing key would say nothing."""

    def emptied(before: Values, after: Values) -> Values:
        layout = layout_of(owner)
        gone = [key for key in layout.by_key if key in before and key not in after] if layout else []
        return {**after, **dict.fromkeys(gone)} if gone else after

    return emptied
