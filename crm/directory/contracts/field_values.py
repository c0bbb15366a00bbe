"""The dictionaries of custom fields, as the carriers of every kind of row have them."""

from __future__ import annotations

from crm.directory.models import FieldOwner
from crm.directory.models.layout import CUSTOM, EXTRA, UDEF, emptying, telling
from crm.wire.contract import Dictionary, Spec, Told

NAMES = {UDEF: "UserDefinedFields", EXTRA: "ExtraFields", CUSTOM: "CustomFields"}


def field_dictionaries(owner: FieldOwner, *parts: str) -> dict[str, Spec]:
    """The members of these dictionaries; values are told beside whatever clients put there themselves."""
    return {
        NAMES[part]: Dictionary(part, Told(telling(owner, part), ["field_values"], emptying(owner)))
        for part in parts
    }


def user_defined_fields(owner: FieldOwner) -> dict[str, Spec]:
    """All three dictionaries."""
    return field_dictionaries(owner, UDEF, EXTRA, CUSTOM)


def extra_fields(owner: FieldOwner) -> dict[str, Spec]:
    """The two dictionaries of what has no user-defined fields."""
    return field_dictionaries(owner, EXTRA, CUSTOM)
