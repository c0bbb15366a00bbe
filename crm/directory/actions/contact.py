"""Saving and deleting companies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.directory.actions.record import (
    choose,
    give_number,
    held,
    number_fault,
    promote,
    refuse,
    stamp,
    take,
    trimmed,
)
from crm.directory.models import Associate, Contact, ContactInterest
from crm.directory.models.reach import CONTACT_WAYS
from crm.wire.rights import must_reach


def new_contact(*, by: Associate) -> Contact:
    """An unsaved company with the defaults of a new one: the caller's, in the country of our own company."""
    own = Contact.objects.filter(is_owner=True).select_related("country").order_by("pk").first()
    return Contact(associate=by, created_by=by, country=own.country if own else None)


def save_contact(contact: Contact, values: Mapping[str, Any], *, by: Associate) -> Contact:
    """Creates or changes a company. All or nothing.

    `values` go by attribute; `emails`, `phones`, `faxes` and `urls` are lists of dicts of value and description.
    Raises ValidationError with a message for each attribute at fault. A company without a customer number gets one.
    """
    with transaction.atomic():
        is_new = contact._state.adding
        contact = held(contact, "change", by)
        owner = contact.associate_id
        take(contact, values, CONTACT_WAYS)
        trimmed(contact, "name", "number2")
        contact.associate_id = contact.associate_id or owner or by.pk
        promote(contact, CONTACT_WAYS)
        choose(contact, ContactInterest.objects.all())
        refuse(_faults(contact))
        stamp(contact, by)
        contact.save()
        give_number(contact, "number2")
        if is_new:
            must_reach("add", contact, by)
    return contact


def delete_contact(contact: Contact, *, by: Associate) -> None:
    """Marks a company as deleted: nobody sees it any more, and what refers to it stays. Our own company stays."""
    with transaction.atomic():
        contact = held(contact, "delete", by)
        if contact.is_owner:
            raise ValidationError(_("The company that owns this installation cannot be deleted."))
        contact.deleted = True
        stamp(contact, by)
        contact.save(update_fields=["deleted", "updated_by", "updated"])


def _faults(contact: Contact) -> dict[str, str]:
    faults = number_fault(contact, "number2")
    if not contact.name:
        faults["name"] = _("A name is needed.")
    if not -90 <= contact.latitude <= 90:
        faults["latitude"] = _("A latitude lies between -90 and 90 degrees.")
    if not -180 <= contact.longitude <= 180:
        faults["longitude"] = _("A longitude lies between -180 and 180 degrees.")
    return faults
