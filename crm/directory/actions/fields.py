"""Changing and publishing the layouts of custom fields. Whoever does takes the stamp of the lists first: one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.directory.actions.field_faults import definition_faults
from crm.directory.actions.field_moves import move_values
from crm.directory.models import Associate, CustomField, FieldLayout, FieldOwner, FieldType
from crm.directory.models.field_types import LIST_TABLES
from crm.directory.models.fields import MOVES_DATA, SAME_FIELD
from crm.wire.lists import touch

ROW_HEIGHT = 17  # pixels from one field to the next
PREFIX = "SuperOffice:"


def new_field(owner: FieldOwner, kind: FieldType, *, by: Associate) -> CustomField:
    """An unsaved field of this type with the next number and place, for administrators."""
    must_administer(by)
    layout = FieldLayout.objects.filter(pk=owner).first() or FieldLayout(owner=owner)
    field = CustomField(owner=owner, type=kind, version=layout.version)
    _number(field, layout)
    field.key = f"{PREFIX}{field.identity}"
    top = ROW_HEIGHT * CustomField.objects.working(owner).count()
    field.field_top = field.label_top = top
    return field


def save_field(field: CustomField, values: Mapping[str, Any], *, by: Associate) -> CustomField:
    """Adds a field to the working layout or changes one there; everybody else sees it when it is published.

    `values` go by attribute. A new field without a programmatic name, or with one of ours that is taken, is named by
    its number. Raises PermissionDenied unless `by` administers, ValidationError with a message for each attribute at
    fault, and CustomField.DoesNotExist for a field that is gone.
    """
    must_administer(by)
    with transaction.atomic():
        layout = _held(field.owner)
        if field._state.adding:
            _number(field, layout)
        else:
            field = _as_it_is(field)
        for name, value in values.items():
            if name != "list_table":
                setattr(field, name, value)
        _name(field)
        _settle_list(field, values)
        if faults := definition_faults(field):
            raise ValidationError({name: [text] for name, text in faults.items()})
        field.version = layout.version
        field.save()
        layout.last_identity = max(layout.last_identity, field.identity)
        layout.save()
    return field


def delete_field(field: CustomField, *, by: Associate) -> None:
    """Takes a field out of the working layout. Its values go when that is published.

    Raises CustomField.DoesNotExist for a field that is gone.
    """
    must_administer(by)
    with transaction.atomic():
        _held(field.owner)
        _as_it_is(field).delete()


def publish_fields(owner: FieldOwner, *, by: Associate) -> int:
    """Makes the working layout the one that holds, and returns its version. All or nothing, for administrators.

    Every field gets a new id. The values of rows follow: those of a field whose type or list has changed are kept
    as far as they can be converted, those of a field that is gone are removed, and what clients stored under the
    name of a new field becomes its value where it can.
    """
    must_administer(by)
    with transaction.atomic():
        layout = _held(owner)
        before = {field.identity: field for field in CustomField.objects.published(owner)}
        after = list(CustomField.objects.working(owner))
        _must_have_lists(after)
        layout.version += 1
        layout.save()
        CustomField.objects.filter(owner=owner).delete()
        last = {field.identity: field.pk for field in before.values()}
        for is_published in (True, False):
            for field in after:
                _renew(field, layout.version, last.get(field.identity, 0), is_published=is_published)
        move_values(owner, before, {field.identity: field for field in after})
    return layout.version


def revert_fields(owner: FieldOwner, *, by: Associate) -> None:
    """Makes the working layout what the published one is."""
    must_administer(by)
    with transaction.atomic():
        layout = _held(owner)
        CustomField.objects.working(owner).delete()
        for field in CustomField.objects.published(owner):
            _renew(field, layout.version, field.last_version_id, is_published=False)


def is_changed(owner: FieldOwner, *, data_only: bool = False) -> bool:
    """Whether there is something to publish; with `data_only`, whether publishing it would move values."""
    working = {field.identity: field for field in CustomField.objects.working(owner)}
    published = {field.identity: field for field in CustomField.objects.published(owner)}
    if working.keys() != published.keys():
        return True
    names = MOVES_DATA if data_only else ()
    return any(field.differs(published[identity], names) for identity, field in working.items())


def must_administer(by: Associate) -> None:
    """Raises PermissionDenied unless the user administers."""
    if not by.is_administrator:
        raise PermissionDenied(_("Only an administrator may change custom fields."))


def _held(owner: int) -> FieldLayout:
    """The layouts of these rows, with everybody else who changes some kept waiting."""
    touch()
    return FieldLayout.objects.get_or_create(pk=owner)[0]


def _as_it_is(field: CustomField) -> CustomField:
    """The field in the working layout, by its number: who published or reverted meanwhile gave it another id."""
    return CustomField.objects.working(field.owner).get(identity=field.identity)


def _number(field: CustomField, layout: FieldLayout) -> None:
    """Gives a new field the next number, which none ever had, and a place behind the others."""
    field.identity = layout.last_identity + 1
    field.tab_order = field.tab_order or field.identity


def _name(field: CustomField) -> None:
    """Gives a field without a name of its own the one of its number."""
    field.label, field.key = field.label.strip(), field.key.strip()
    ours = field.key.startswith(PREFIX) and field.key.removeprefix(PREFIX).isdecimal()
    others = CustomField.objects.working(field.owner).exclude(identity=field.identity)
    if not field.key or (ours and field._state.adding and others.filter(key=field.key).exists()):
        field.key = f"{PREFIX}{field.identity}"


def _must_have_lists(fields: Iterable[CustomField]) -> None:
    """Raises ValidationError for a field that chooses from a list, and has none yet."""
    for field in fields:
        if field.type == FieldType.LIST and not field.list_id:
            words = _("%(field)s chooses from a list: say which before it is published.")
            raise ValidationError(words % {"field": field.label})


def _settle_list(field: CustomField, values: Mapping[str, Any]) -> None:
    """Gives a field that names a built-in list by its table that list, and one of another type none."""
    if field.type != FieldType.LIST:
        field.list_id = 0
    elif not values.get("list_id"):
        field.list_id = LIST_TABLES.get(values.get("list_table", 0), field.list_id)


def _renew(field: CustomField, version: int, last: int, *, is_published: bool) -> None:
    """Saves the field as a new row of a layout."""
    values = {each.attname: getattr(field, each.attname) for each in field._meta.concrete_fields}
    kept = {name: value for name, value in values.items() if name not in SAME_FIELD}
    CustomField(
        **kept, is_published=is_published, version=version, last_version_id=last, has_been_published=True
    ).save()
