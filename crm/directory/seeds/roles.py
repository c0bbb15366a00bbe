"""The roles that every desk begins with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from crm.directory.models.role import (
    ADMINISTRATOR_ROLE,
    AGENT_ROLE,
    AMONG_COLLEAGUES,
    CATEGORY_ROLE,
    CUSTOMER_ROLE,
    FULL,
    READER_ROLE,
    DataRights,
    Entity,
    Function,
    Relation,
    Role,
    RoleType,
)
from crm.directory.seeds.planting import raise_sequence
from crm.wire.rights import INSERT, SELECT, UPDATE

_WORK = SELECT | UPDATE | INSERT


Table = Mapping[Any, Mapping[Any, int]]


def _everywhere(mask: int) -> Table:
    return {entity: dict.fromkeys(AMONG_COLLEAGUES, mask) for entity in Entity.values}


def _by_owner(own: int, group: int, others: int) -> Mapping[Any, int]:
    groups: Mapping[Any, int] = dict.fromkeys((Relation.PRIMARY_GROUP, Relation.OTHER_GROUPS), group)
    rest: Mapping[Any, int] = dict.fromkeys(
        (Relation.OTHER_ASSOCIATES, Relation.EXTERNAL_USER, Relation.ANONYMOUS), others
    )
    return {Relation.MY_OWN: own, **groups, **rest}


_IN_CATEGORIES = {
    Entity.CONTACT: _by_owner(FULL, _WORK, _WORK),
    Entity.PERSON: _by_owner(FULL, _WORK, _WORK),
    Entity.PROJECT: _by_owner(FULL, _WORK, SELECT),
    Entity.SALE: _by_owner(FULL, SELECT, 0),
    Entity.APPOINTMENT: _by_owner(FULL, _WORK, SELECT),
    Entity.TICKET: _by_owner(FULL, _WORK, _WORK),
}
_AGENTS = [name for name in Function if name not in (Function.SERVICE, Function.GENERAL)]
_OWN = [Function.LIST_OWN, Function.READ_OWN, Function.EDIT_OWN, Function.SPAM]


def roles() -> list[Role]:
    """Unsaved, with their keys."""
    outside = {entity: {Relation.MY_OWN: FULL} for entity in Entity.values}
    table: list[tuple[int, str, Table, Sequence[Function], RoleType]] = [
        (ADMINISTRATOR_ROLE, _("Administrator"), _everywhere(FULL), list(Function), RoleType.EMPLOYEE),
        (AGENT_ROLE, _("Service agent"), _everywhere(FULL), _AGENTS, RoleType.EMPLOYEE),
        (CATEGORY_ROLE, _("Agent of own categories"), _IN_CATEGORIES, _OWN, RoleType.EMPLOYEE),
        (
            READER_ROLE,
            _("Reader"),
            _everywhere(SELECT),
            [Function.LIST_ALL, Function.READ_ALL],
            RoleType.EMPLOYEE,
        ),
        (CUSTOMER_ROLE, _("Customer"), outside, [], RoleType.EXTERNAL_USER),
    ]
    return [
        Role(
            pk=key,
            name=name,
            rank=key,
            data_rights=_plain(data),
            functions=[*map(str, functions)],
            type=type_,
        )
        for key, name, data, functions, type_ in table
    ]


def _plain(data: Table) -> DataRights:
    """By plain texts, as they come back from the database."""
    return {str(entity): {str(name): mask for name, mask in row.items()} for entity, row in data.items()}


def plant_roles(**_fact: object) -> None:
    """Plants them where there is no role at all: in a new database, and in one that a test has emptied."""
    if not Role.objects.exists():
        Role.objects.bulk_create(roles())
        raise_sequence(Role, CUSTOMER_ROLE)
