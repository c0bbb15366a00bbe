"""Saving and deleting people."""

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
from crm.directory.models import Associate, Contact, Person, PersonInterest
from crm.directory.models.reach import PERSON_WAYS
from crm.wire.rights import must_reach


def new_person(*, by: Associate, contact: Contact | None = None) -> Person:
    """An unsaved person with the defaults of a new one: the caller's, in the country of their company."""
    country = contact.country if contact else None
    return Person(associate=by, created_by=by, contact=contact, country=country)


def save_person(person: Person, values: Mapping[str, Any], *, by: Associate) -> Person:
    """Creates or changes a person. All or nothing.

    `values` go by attribute; the ways to reach them (`emails`, `mobile_phones`...) are lists of dicts of value and
    description. Raises ValidationError with a message for each attribute at fault. A person without a number gets one.
    """
    with transaction.atomic():
        is_new = person._state.adding
        person = held(person, "change", by)
        owner = person.associate_id
        take(person, values, PERSON_WAYS)
        trimmed(person, "firstname", "middle_name", "lastname", "person_number")
        person.associate_id = person.associate_id or owner or by.pk
        promote(person, PERSON_WAYS)
        choose(person, PersonInterest.objects.all())
        refuse(_faults(person))
        stamp(person, by)
        person.save()
        give_number(person, "person_number")
        if is_new:
            must_reach("add", person, by)
    return person


def add_email(person: Person, address: str, *, is_first: bool, by: Associate) -> Person:
    """Gives a person one more e-mail address, as the first or the last; one that they have is only moved.

    Raises ValidationError for an empty address.
    """
    if not address.strip():
        raise ValidationError({"emails": _("An e-mail address is needed.")})
    with transaction.atomic():
        person = held(person, "change", by)
        known = PERSON_WAYS["emails"].of(person)
        same = [each for each in known if each["value"].lower() == address.strip().lower()]
        if same and not is_first:
            return person
        wanted = same[:1] or [{"value": address.strip(), "description": ""}]
        others = [each for each in known if each not in same]
        emails = [*wanted, *others] if is_first else [*others, *wanted]
        return save_person(person, {"emails": emails}, by=by)


def delete_person(person: Person, *, by: Associate) -> None:
    """Marks a person as deleted: nobody sees them any more, and what refers to them stays.

    Raises ValidationError while they are a user of the desk.
    """
    with transaction.atomic():
        person = held(person, "delete", by)
        if person.associates.filter(deleted=False).exists():
            raise ValidationError(_("This person is a user of the desk. Retire the user first."))
        person.deleted = True
        stamp(person, by)
        person.save(update_fields=["deleted", "updated_by", "updated"])


def _faults(person: Person) -> dict[str, str]:
    faults = number_fault(person, "person_number")
    if not (person.firstname or person.lastname):
        faults["lastname"] = _("A first name or a last name is needed.")
    return faults
