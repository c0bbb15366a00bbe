"""People over REST and Agents."""

from __future__ import annotations

from typing import Any

from crm.directory import archives
from crm.directory.actions import add_email, delete_person, new_person, resolve_person, save_person
from crm.directory.contracts import CONTACT, PERSON, PERSON_ENTITY
from crm.directory.models import Person
from crm.directory.views.contact import persons_of
from crm.wire.agents import AgentCall, EntityAgent, agent_method, getter
from crm.wire.archive.views import SubList
from crm.wire.bind import Values, refusing
from crm.wire.entities import EntityRoutes
from crm.wire.errors import RowNotFound
from crm.wire.kinds import STRING
from crm.wire.read import read_one, read_unsaved, rows_of
from crm.wire.records import MORE, Linked, RecordViewSet, list_getter, validating
from crm.wire.select import narrowed
from crm.wire.steps import Carrier

AGENT = "Person"
PHONES = ("OfficePhones", "MobilePhones", "PrivatePhones", "OtherPhones", "InternetPhones")


class PersonViewSet(RecordViewSet):
    """`/Person`."""

    contract = PERSON_ENTITY
    flat = PERSON
    archive = archives.PERSON
    sub_lists = {"Sales": SubList(archives.FIND_SALE, "person_id")}
    linked = (
        Linked("Position", "perspos"),
        Linked("Contact", "contact_new", "Contact"),
        Linked("Country", "country"),
        Linked("Interests", "persint"),
        Linked("Category", "category"),
        Linked("Business", "business"),
        Linked("Associate", "associate"),
        Linked("SupportAssociate", "associate"),
        Linked("TicketPriority", "ticketpriority"),
    )

    def new(self, by: Any) -> Person:
        return new_person(by=by)

    def save(self, row: Any, values: Values, by: Any, *, notify: bool) -> Person:
        return save_person(row, values, by=by)

    def remove(self, row: Any, by: Any) -> None:
        delete_person(row, by=by)


PERSON_AGENT = EntityAgent(AGENT, PersonViewSet)


@agent_method(AGENT, "", "PersonEntity", answers=PERSON_ENTITY)
def get_my_person(call: AgentCall) -> Carrier | None:
    """The person that the caller is, or null."""
    call.must("view", Person)
    return call.one(PERSON_ENTITY, call.caller.person_id or 0)


@agent_method(AGENT, "{PersonId}", "EntityElement[]")
def get_phones(call: AgentCall) -> list[Carrier] | None:
    """All numbers of a person, or null."""
    call.must("view", Person)
    carrier = read_one(PERSON_ENTITY, call.number("PersonId"), call.caller, None, call.dialect)
    return None if carrier is None else [phone for name in PHONES for phone in carrier[name]]


@agent_method(AGENT, "{ContactId}", "PersonEntity", answers=PERSON_ENTITY)
def create_default_by_contact_id(call: AgentCall) -> Carrier:
    """One blank PersonEntity in a company."""
    (contact,) = rows_of(CONTACT, [call.number("ContactId")], call.caller, "$.ContactId", every=True)
    person = new_person(by=call.caller, contact=contact)
    return read_unsaved(PERSON_ENTITY, person, call.caller, call.dialect)


@agent_method(AGENT, "{PersonId, EmailAddress, SetAsPrimaryEmail: bool}")
def add_email_address_to_person(call: AgentCall) -> None:
    """Gives a person one more e-mail address, as the first one when SetAsPrimaryEmail is true."""
    call.must("change", Person)
    rows = rows_of(PERSON, [call.number("PersonId")], call.caller)
    if not rows:
        raise RowNotFound(PERSON.name, call.number("PersonId"))
    address = call.value("EmailAddress", STRING)
    with refusing(PERSON_ENTITY):
        add_email(rows[0], address, is_first=call.truth("SetAsPrimaryEmail"), by=call.caller)


@agent_method(AGENT, "{ContactId}", "Person[]", answers=PERSON)
def get_persons_from_contact(call: AgentCall) -> list[Carrier]:
    """The people of a company."""
    return persons_of(call)


@agent_method(AGENT, "{ContactId, PersonName, PhoneNumbers: string[], Emails: string[]}", "ResolvedPerson")
def resolve_person_from_info(call: AgentCall) -> Carrier:
    """Who of a company has one of these e-mail addresses or numbers, or this name; created when there is nobody."""
    call.must("view", Person)
    call.must("add", Person)
    (contact,) = rows_of(CONTACT, [call.number("ContactId")], call.caller, "$.ContactId", every=True)
    phones, emails = ([text.strip() for text in call.texts(name)] for name in ("PhoneNumbers", "Emails"))
    with refusing(PERSON_ENTITY):
        person, is_new = resolve_person(
            contact,
            " ".join(call.text("PersonName").split()),
            [phone for phone in phones if phone],
            [email for email in emails if email],
            by=call.caller,
        )
    carrier = read_one(PERSON_ENTITY, person.pk, call.caller, None, call.dialect, written=is_new)
    found = {"Person": carrier, "PersonCreated": is_new, "TableRight": None, "FieldProperties": {}}
    return narrowed(found, call.selection) if call.selection else found


ROUTES = [EntityRoutes("Person", PersonViewSet, MORE)]
AGENT_METHODS = [
    *PERSON_AGENT.methods(),
    validating(PERSON_AGENT, PersonViewSet),
    getter(AGENT, PERSON, "GetPerson", "PersonId"),
    list_getter(AGENT, PERSON),
    get_my_person,
    get_phones,
    create_default_by_contact_id,
    add_email_address_to_person,
    get_persons_from_contact,
    resolve_person_from_info,
]
