"""The List agent: who belongs to a category of tickets."""

from __future__ import annotations

from typing import Any

from crm.directory.contracts import ASSOCIATE
from crm.tickets.actions import save_members
from crm.tickets.contracts import TICKET_CATEGORY
from crm.tickets.models import CategoryMembership, TicketCategory
from crm.wire.agents import AgentCall, agent_method
from crm.wire.bind import MAX_ELEMENTS, bind, refusing
from crm.wire.contract import RIGHTS, Contract, Reference
from crm.wire.errors import BadMember
from crm.wire.read import rows_of

MEMBERSHIP = Contract(
    "TicketCategoryMembershipEntity",
    CategoryMembership,
    {"User": Reference(ASSOCIATE, "associate"), "Weight": "weight", **RIGHTS},
)
_LISTS = ("MembershipsToAdd", "MembershipsToUpdate", "MembershipsToDelete")


@agent_method(
    "List",
    "{TicketCategoryId, MembershipsToAdd, MembershipsToUpdate, MembershipsToDelete: TicketCategoryMembershipEntity[]}",
)
def update_category_memberships(call: AgentCall) -> None:
    """Adds members to a category, changes their weights, and takes members out of it."""
    call.must("change", TicketCategory)
    key = call.number("TicketCategoryId")
    (category,) = rows_of(TICKET_CATEGORY, [key], call.caller, "$.TicketCategoryId", every=True)
    added, changed, removed = (_members(call, name) for name in _LISTS)
    with refusing(MEMBERSHIP, "$.MembershipsToUpdate"):
        save_members(category, added=added, changed=changed, removed=removed, by=call.caller)


def _members(call: AgentCall, name: str) -> list[dict[str, Any]]:
    """What one of the arrays says. Raises BadMember with the path of the element at fault."""
    given = call.argument(name)
    if given is None:
        return []
    if not isinstance(given, list) or len(given) > MAX_ELEMENTS:
        raise BadMember(f"$.{name}", f"An array of at most {MAX_ELEMENTS} members is expected here.")
    bound = []
    for number, element in enumerate(given):
        path = f"$.{name}[{number}]"
        values = bind(MEMBERSHIP, element, call.caller, path=path, dialect=call.dialect)
        if values.get("associate_id") is None:
            raise BadMember(f"{path}.User", "A member is a user.")
        bound.append(values)
    return bound


AGENT_METHODS = [update_category_memberships]
