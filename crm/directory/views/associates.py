"""The Associate agent: users as everybody sees them."""

from __future__ import annotations

from crm.directory.contracts import ASSOCIATE
from crm.directory.models import Associate
from crm.wire.calls import AgentCall, agent_method, getter
from crm.wire.read import read_one
from crm.wire.steps import Carrier

AGENT = "Associate"


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


AGENT_METHODS = [
    getter(AGENT, ASSOCIATE, "GetAssociate", "associateId"),
    get_associate_list,
    get_associate_by_person_id,
    get_associates_by_group,
]
