"""The Associate agent: users as everybody sees them."""

from __future__ import annotations

from crm.directory.actions import save_note as write_note
from crm.directory.contracts import ASSOCIATE
from crm.directory.models import Associate, Notepad
from crm.wire.calls import AgentCall, agent_method, getter
from crm.wire.errors import BadMember
from crm.wire.read import read_one, rows_of
from crm.wire.steps import Carrier

AGENT = "Associate"
PAGES, PAGE_LENGTH = 100, 20_000


@agent_method(AGENT, "int[]", "Associate[]", answers=ASSOCIATE)
def get_associate_list(call: AgentCall) -> list[Carrier]:
    """The users of these ids, in this order; what is not there is left out."""
    call.must("view", Associate)
    keys = call.numbers()
    found = call.all(ASSOCIATE, Associate.objects.visible_to(call.caller).filter(pk__in=keys))
    return sorted(found, key=lambda carrier: keys.index(carrier["AssociateId"]))


@agent_method(AGENT, "{PersonId}", "Associate", answers=ASSOCIATE)
def get_associate_by_person_id(call: AgentCall) -> Carrier | None:
    """The user that a person is, or null."""
    call.must("view", Associate)
    rows = Associate.objects.visible_to(call.caller).filter(person=call.number("PersonId"))
    key = rows.order_by("deleted", "pk").values_list("pk", flat=True).first()
    return None if key is None else read_one(ASSOCIATE, key, call.caller, call.selection, call.dialect)


@agent_method(AGENT, "{GroupId, Type}", "Associate[]", answers=ASSOCIATE)
def get_associates_by_group(call: AgentCall) -> list[Carrier]:
    """The users whose primary group this is and who are not retired, of one type unless it is 0."""
    call.must("view", Associate)
    rows = Associate.objects.visible_to(call.caller).active().filter(group=call.number("GroupId"))
    kind = call.number("Type")
    return call.all(ASSOCIATE, (rows.filter(type=kind) if kind else rows).order_by("rank", "full_name", "pk"))


@agent_method(AGENT, "{AssociateId}", "string[]")
def get_note(call: AgentCall) -> list[str]:
    """The pages of the caller's notepad; an administrator reads everybody's, to others they are empty."""
    notepads = Notepad.objects.visible_to(call.caller)
    pages = notepads.filter(associate=_whose(call)).values_list("pages", flat=True).first()
    return pages or []


@agent_method(AGENT, "{AssociateId, Note: string[]}")
def save_note(call: AgentCall) -> None:
    """Replaces the pages of the caller's notepad; an administrator may do so for everybody."""
    pages = call.texts("Note")
    if len(pages) > PAGES or any(len(page) > PAGE_LENGTH for page in pages):
        raise BadMember("$.Note", f"{PAGES} pages of {PAGE_LENGTH} characters each are the most.")
    rows = rows_of(ASSOCIATE, [_whose(call)], call.caller, "$.AssociateId", every=True)
    write_note(rows[0], pages, by=call.caller)


def _whose(call: AgentCall) -> int:
    return call.number("AssociateId") or call.caller.pk


AGENT_METHODS = [
    getter(AGENT, ASSOCIATE, "GetAssociate", "associateId"),
    get_associate_list,
    get_associate_by_person_id,
    get_associates_by_group,
    get_note,
    save_note,
]
