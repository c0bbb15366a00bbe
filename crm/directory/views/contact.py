"""Companies over REST and Agents."""

from __future__ import annotations

from typing import Any

from crm.directory import archives
from crm.directory.actions import delete_contact, new_contact, save_contact
from crm.directory.contracts import CONTACT, CONTACT_ENTITY, PERSON
from crm.directory.models import Contact, Person
from crm.wire.agents import AgentCall, EntityAgent, agent_method, getter
from crm.wire.archive.views import SubList
from crm.wire.bind import Values
from crm.wire.entities import EntityRoutes
from crm.wire.records import MORE, RecordViewSet, list_getter, validating
from crm.wire.steps import Carrier

AGENT = "Contact"


class ContactViewSet(RecordViewSet):
    """`/Contact`."""

    contract = CONTACT_ENTITY
    flat = CONTACT
    archive = archives.SIMPLE_CONTACT
    sub_lists = {
        "Persons": SubList(archives.PERSON, "contact_id"),
        "Sales": SubList(archives.FIND_SALE, "contact_id"),
        "Projects": SubList(archives.FIND_PROJECT, "members__contact_id", many=True),
    }

    def new(self, by: Any) -> Contact:
        return new_contact(by=by)

    def save(self, row: Any, values: Values, by: Any, *, notify: bool) -> Contact:
        return save_contact(row, values, by=by)

    def remove(self, row: Any, by: Any) -> None:
        delete_contact(row, by=by)


CONTACT_AGENT = EntityAgent(AGENT, ContactViewSet)


def persons_of(call: AgentCall) -> list[Carrier]:
    """The people of the company that `ContactId` names."""
    call.must("view", Person)
    rows = Person.objects.visible_to(call.caller).filter(contact=call.number("ContactId"))
    return call.all(PERSON, rows.order_by("rank", "pk"))


@agent_method(AGENT, "{ContactId}", "Person[]", answers=PERSON)
def get_persons(call: AgentCall) -> list[Carrier]:
    """The people of a company."""
    return persons_of(call)


@agent_method(AGENT, "{ContactId}", "ContactEntity", answers=CONTACT_ENTITY)
def get_contact_with_persons(call: AgentCall) -> Carrier | None:
    """A company with its people, or null."""
    call.must("view", Contact)
    return call.one(CONTACT_ENTITY, call.number("ContactId"))


@agent_method(AGENT, "", "ContactEntity", answers=CONTACT_ENTITY)
def get_my_contact(call: AgentCall) -> Carrier | None:
    """The company that the caller belongs to, or null."""
    call.must("view", Contact)
    person = call.caller.person
    return call.one(CONTACT_ENTITY, person.contact_id) if person and person.contact_id else None


@agent_method(AGENT, "", "Contact[]", answers=CONTACT)
def get_my_contacts(call: AgentCall) -> list[Carrier]:
    """The companies that the caller looks after, by name."""
    call.must("view", Contact)
    rows = Contact.objects.visible_to(call.caller).filter(associate=call.caller)
    return call.all(CONTACT, rows.order_by("name", "pk"))


ROUTES = [EntityRoutes("Contact", ContactViewSet, MORE)]
AGENT_METHODS = [
    *CONTACT_AGENT.methods(),
    validating(CONTACT_AGENT, ContactViewSet),
    getter(AGENT, CONTACT, "GetContact", "ContactId"),
    list_getter(AGENT, CONTACT),
    get_persons,
    get_contact_with_persons,
    get_my_contact,
    get_my_contacts,
]
