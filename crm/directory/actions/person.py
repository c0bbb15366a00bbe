"""Saving and deleting people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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

PHONES = ("office_phones", "mobile_phones", "private_phones", "other_phones")


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


def resolve_person(
    contact: Contact, name: str, phones: Sequence[str], emails: Sequence[str], *, by: Associate
) -> tuple[Person, bool]:
    """Who of a company this is, and whether they had to be created: by e-mail address, then telephone, then name.

    Of several the first one counts. Raises ValidationError when nobody is found and no name says whom to create.
    """
    with transaction.atomic():
        Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)  # two who ask at once create one
        people = list(Person.objects.visible_to(by).filter(contact=contact).order_by("rank", "pk"))
        found = _reached(people, ("emails",), emails, str.casefold) or _reached(
            people, PHONES, phones, _digits
        )
        found = found or next((one for one in people if str(one).casefold() == name.casefold() != ""), None)
        if found is not None:
            return found, False
        if not name:
            raise ValidationError(
                {"lastname": _("Nobody is found, and to create somebody a name is needed.")}
            )
        first, _space, last = name.rpartition(" ")
        values = {
            "firstname": first,
            "lastname": last,
            "emails": _elements(emails),
            "office_phones": _elements(phones),
        }
        return save_person(new_person(by=by, contact=contact), values, by=by), True


def _reached(
    people: Sequence[Person], ways: Sequence[str], given: Sequence[str], plain: Callable[[str], str]
) -> Person | None:
    """The first who is reached by one of these."""
    wanted = {plain(value) for value in given} - {""}
    for person in people:
        known = {plain(each["value"]) for way in ways for each in PERSON_WAYS[way].of(person)}
        if wanted & known:
            return person
    return None


def _digits(number: str) -> str:
    """A number without the way it is written."""
    return "".join(sign for sign in number if sign.isdigit())


def _elements(values: Sequence[str]) -> list[dict[str, str]]:
    return [{"value": value, "description": ""} for value in values]


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
