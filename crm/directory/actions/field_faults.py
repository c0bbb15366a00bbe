"""What is wrong with the definition of a custom field."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from crm.directory.models import CustomField, FieldType
from crm.directory.models.field_types import LENGTHS, UDEF_OWNERS, field_lists
from crm.directory.models.layout import COMPANIONS

Faults = dict[str, str]
# What stands in addresses, column names and JSON paths as it is.
_KEY = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.:-]*[A-Za-z0-9_])?")
_EXTRA_KEY = re.compile(r"x_[a-z0-9_]+")
_NO_DEFAULT = (FieldType.DATE, FieldType.UNLIMITED_DATE, FieldType.DATE_TIME)


def definition_faults(field: CustomField) -> Faults:
    """The faults of a field that is about to be saved, by attribute; names are compared in any case."""
    faults: Faults = {}
    others = list(CustomField.objects.working(field.owner).exclude(identity=field.identity))
    if not field.label:
        faults["label"] = _("A label is needed.")
    elif field.label.casefold() in {other.label.casefold() for other in others}:
        faults["label"] = _("Another field has this label.")
    if (wrong := _wrong_key(field)) is not None:
        faults["key"] = wrong
    elif field.key.casefold() in {other.key.casefold() for other in others}:
        faults["key"] = _("Another field has this programmatic name.")
    return {**faults, **_type_faults(field), **_rule_faults(field)}


def _wrong_key(field: CustomField) -> str | None:
    if field.is_extra:
        return None if _EXTRA_KEY.fullmatch(field.key) else _("An extra field is x_ and lower-case letters.")
    if field.owner not in UDEF_OWNERS:
        return _("These rows have extra fields only, whose names begin with x_.")
    plain = _KEY.fullmatch(field.key) and not field.key.isdecimal()
    if not plain or field.key.endswith(COMPANIONS):
        return _("A programmatic name is made of letters from A to Z, digits, and _ . : - between them.")
    return None


def _type_faults(field: CustomField) -> Faults:
    if field.type == FieldType.DATE_TIME and not field.is_extra:
        return {"type": _("Only extra fields have a date and time.")}
    if field.type == FieldType.LIST and field.list_id and field.list_id not in field_lists():
        return {"list_id": _("There is no such list; List names those that there are, by their numbers.")}
    most = LENGTHS.get(field.type, 0)
    if field.text_length > most:
        words = _("At most %(most)s characters fit a text of this type, and other types have no length.")
        return {"text_length": words % {"most": most}}
    return {}


def _rule_faults(field: CustomField) -> Faults:
    if field.is_mandatory and field.is_read_only:
        return {"is_mandatory": _("What is read-only cannot be mandatory.")}
    if field.default and field.type in _NO_DEFAULT:
        return {"default": _("Dates have no default.")}
    try:
        field.read(field.default)
    except ValueError as error:
        return {"default": str(error)}
    return {}
