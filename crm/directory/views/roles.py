"""Roles, and the short carrier of users, over Agents."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crm.directory.contracts.enums import ROLE_TYPE
from crm.directory.contracts.user import ROLE, USER_INFO
from crm.directory.models import Associate, Role
from crm.wire.calls import AgentCall, agent_method, getter
from crm.wire.catalogue import Assortment, Entry, choices, selectable
from crm.wire.kinds import enum_kind
from crm.wire.records import in_order
from crm.wire.steps import Carrier

AGENT = "User"
ROLE_TYPE_KIND = enum_kind(ROLE_TYPE)


def _entry(role: Role) -> Entry:
    return Entry(role.pk, role.name, role.tooltip, role.deleted, role.rank, "role")


def _entries(_caller: Any, _query: str) -> Iterable[Entry]:
    return [_entry(role) for role in Role.objects.catalog().values()]


ROLES = Assortment(("role",), Role, _entries)


@agent_method(AGENT, "{RoleType: RoleType}", "SelectableMDOListItem[]")
def get_all_roles(call: AgentCall) -> list[Carrier]:
    """All roles of a type that can be chosen, by rank."""
    call.must("view", Role)
    kind = call.value("RoleType", ROLE_TYPE_KIND)
    found = [_entry(role) for role in Role.objects.catalog().values() if role.type == kind]
    of_type = Assortment(ROLES.names, Role, lambda _caller, _query: found)
    spoken: list[Carrier] = call.dialect.spoken(selectable(choices(of_type, call.caller, "", flat=True)))
    return spoken


@agent_method(AGENT, "int[]", "UserInfo[]", answers=USER_INFO)
def get_user_info_list(call: AgentCall) -> list[Carrier]:
    """What is shown of the users of these ids, in this order; what is not there is left out."""
    call.must("view", Associate)
    return in_order(call, USER_INFO, call.numbers())


AGENT_METHODS = [
    getter(AGENT, ROLE, "GetRole", "roleId"),
    get_all_roles,
    getter(AGENT, USER_INFO, "GetUserInfo", "userInfoId"),
    get_user_info_list,
]
