"""Roles: what the users of the desk may do, with which rows and which functions.

Names of functional rights are those of the original; `admin-all` is how its principal spells the General Administrator.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.directory.models.lists import ListItem
from crm.wire.lists import ListQuerySet
from crm.wire.rights import DELETE, INSERT, SELECT, UPDATE

ADMINISTRATOR_ROLE, AGENT_ROLE, CATEGORY_ROLE, READER_ROLE, CUSTOMER_ROLE = range(1, 6)
"""The keys of the roles that every desk begins with; they are the administrator's to rename and change."""

FULL = SELECT | UPDATE | INSERT | DELETE
MASKS = 63  # with Filtering 16 and RestrictedUpdate 32, which are told and do nothing more here
VERB_BITS = {"view": SELECT, "change": UPDATE, "add": INSERT, "delete": DELETE}
NOTHING, OWN_CATEGORIES, EVERYTHING = range(3)


class RoleType(models.IntegerChoices):
    EMPLOYEE = 0, _("Employee")
    EXTERNAL_USER = 1, _("External user")
    ANONYMOUS = 2, _("Anonymous")
    SYSTEM = 3, _("System")


class Relation(models.TextChoices):
    """Whose a row is, seen from the user; the first that holds counts."""

    MY_OWN = "MyOwn", _("my own")
    PRIMARY_GROUP = "PrimaryGroup", _("my primary group")
    OTHER_GROUPS = "OtherGroups", _("my other groups")
    OTHER_ASSOCIATES = "OtherAssociates", _("other users")
    EXTERNAL_USER = "ExternalUser", _("external users")
    ANONYMOUS = "Anonymous", _("anonymous users")
    MY_COMPANY = "MyCompany", _("my company")
    SAME_PROJECT = "SameProject", _("the same project")


AMONG_COLLEAGUES = tuple(Relation)[:6]
"""The relations that a colleague can have to a row; the others are those of customers, besides their own."""
AMONG_CUSTOMERS = (Relation.MY_OWN, Relation.MY_COMPANY, Relation.SAME_PROJECT)


class Entity(models.TextChoices):
    """What the data rights of a role are about."""

    CONTACT = "contact", _("companies")
    PERSON = "person", _("people")
    PROJECT = "project", _("projects")
    SALE = "sale", _("sales")
    APPOINTMENT = "appointment", _("appointments")
    TICKET = "ticket", _("tickets")


PARTS = {
    "ticketmessage": Entity.TICKET,
    "ticketmessageheader": Entity.TICKET,
    "attachment": Entity.TICKET,
    "appointmentlink": Entity.APPOINTMENT,
    "appointmentvisibility": Entity.APPOINTMENT,
    "participant": Entity.APPOINTMENT,
    "recurrence": Entity.APPOINTMENT,
    "projectmember": Entity.PROJECT,
}
"""What has no rights of its own: those on the row that it is a part of count."""


class Function(models.TextChoices):
    """What a role may do besides, whatever the row."""

    LIST_ALL = "List all requests", _("List all tickets")
    READ_ALL = "Read all requests", _("Read all tickets")
    EDIT_ALL = "Edit all requests", _("Edit all tickets")
    LIST_OWN = "List requests in own categories", _("List tickets in own categories")
    READ_OWN = "Read requests in own categories", _("Read tickets in own categories")
    EDIT_OWN = "Edit requests in own categories", _("Edit tickets in own categories")
    DELETE_TICKETS = "Delete requests", _("Delete tickets")
    SPAM = "Spam", _("Mark tickets as spam")
    CATEGORIES = "Category administration", _("Category administration")
    LISTS = "List Administrator", _("List administrator")
    SERVICE = "Service administration", _("Service administration")
    GENERAL = "admin-all", _("General administrator")


FUNCTION_GROUPS: Mapping[Any, Sequence[Function]] = {
    _("Tickets"): tuple(Function)[:8],
    _("Administration"): tuple(Function)[8:],
}
DataRights = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Rights:
    """The rights of a role as rows and actions ask for them."""

    functions: frozenset[str]
    data: DataRights = field(hash=False)

    def has(self, *functions: Function) -> bool:
        """Whether the role has one of these."""
        return not self.functions.isdisjoint(functions)

    def mask(self, entity: str, relation: str) -> int:
        """The bits on rows that stand in this relation to the user."""
        return self.data.get(entity, {}).get(relation, 0)

    def reaches(self, entity: str, bit: int, relations: Iterable[str] = tuple(Relation)) -> list[str]:
        """The relations in which the role has a right on rows."""
        return [relation for relation in relations if self.mask(entity, relation) & bit]

    def extent(self, *verbs: Function) -> int:
        """How far rights on tickets go that stand for all or for own categories: the least of the verbs asked for."""
        return min(
            EVERYTHING
            if verb in self.functions
            else OWN_CATEGORIES
            if _OWN[verb] in self.functions
            else NOTHING
            for verb in verbs
        )

    def may(self, verb: str, name: str, *, insider: bool) -> bool:
        """Whether rows of a model can be within reach at all; the role says nothing of models it does not name."""
        entity = PARTS.get(name, name)
        if entity not in Entity.values:
            return True
        bit = VERB_BITS[verb] if entity == name or verb == "view" else UPDATE | INSERT
        if not self.reaches(entity, bit, AMONG_COLLEAGUES if insider else AMONG_CUSTOMERS):
            return False
        return entity != Entity.TICKET or not insider or self._may_ticket(verb, is_part=entity != name)

    def _may_ticket(self, verb: str, *, is_part: bool) -> bool:
        if verb == "delete" and not is_part:
            return self.has(Function.DELETE_TICKETS, Function.SERVICE)
        return verb in ("view", "add") or self.extent(Function.EDIT_ALL) > NOTHING

    def limits(self, entity: str, bit: int) -> bool:
        """Whether a colleague is kept from some rows that they see."""
        if len(self.reaches(entity, bit, AMONG_COLLEAGUES)) < len(AMONG_COLLEAGUES):
            return True
        if entity != Entity.TICKET:
            return False
        if bit == DELETE:
            return not self.has(Function.DELETE_TICKETS, Function.SERVICE)
        return bit == UPDATE and self.extent(Function.EDIT_ALL) < EVERYTHING

    @cached_property
    def of_colleagues(self) -> Hashable:
        """What the text of `visible_to` depends on for a colleague; None for a role that closes nothing."""
        seen = tuple((entity, *self.reaches(entity, SELECT, AMONG_COLLEAGUES)) for entity in Entity.values)
        extents = self.extent(Function.LIST_ALL), self.extent(Function.READ_ALL), self.has(Function.SERVICE)
        whole = all(len(each) == len(AMONG_COLLEAGUES) + 1 for each in seen)
        changed = tuple(
            (bit, entity, *self.reaches(entity, bit, AMONG_COLLEAGUES), self.extent(Function.EDIT_ALL))
            for bit in (UPDATE, DELETE)
            for entity in Entity.values
            if self.limits(entity, bit)
        )
        return (
            None
            if whole and extents == (EVERYTHING, EVERYTHING, False) and not changed
            else (
                seen,
                extents,
                changed,
                self.has(Function.DELETE_TICKETS, Function.SERVICE),
            )
        )

    @cached_property
    def of_customers(self) -> Hashable:
        """The same for a customer: None for one whose own is all they reach, and reach wholly."""
        reached = tuple(
            (entity, bit, *self.reaches(entity, bit, AMONG_CUSTOMERS))
            for entity in Entity.values
            for bit in (SELECT, UPDATE, DELETE)
        )
        own = all(each[2:] == (Relation.MY_OWN,) for each in reached)
        return None if own else reached


_OWN = {
    Function.LIST_ALL: Function.LIST_OWN,
    Function.READ_ALL: Function.READ_OWN,
    Function.EDIT_ALL: Function.EDIT_OWN,
}


class Role(ListItem):
    """What those who have it may do. Every user has one role."""

    type = models.PositiveSmallIntegerField(
        _("type"), choices=RoleType.choices, default=RoleType.EMPLOYEE, help_text=_("Whom it is meant for.")
    )
    data_rights = models.JSONField(_("data rights"), default=dict, blank=True)
    functions = models.JSONField(_("functional rights"), default=list, blank=True)

    objects = ListQuerySet["Role"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("role")
        verbose_name_plural = _("roles")

    @cached_property
    def rights(self) -> Rights:
        """The rights as the row has them; made once, so change a row that nobody else has."""
        return Rights(frozenset(self.functions), self.data_rights)

    @property
    def is_administrators(self) -> bool:
        """Whether those who have it administer everything."""
        return Function.GENERAL in self.functions

    def clean(self) -> None:
        faults = {}
        if not _is_matrix(self.data_rights):
            faults["data_rights"] = gettext("Data rights are bits by entity and relation.")
        if not isinstance(self.functions, list) or not set(self.functions) <= set(Function.values):
            faults["functions"] = gettext("There is no such functional right.")
        if faults:
            raise ValidationError(faults)


def _is_matrix(data: Any) -> bool:
    return (
        isinstance(data, dict)
        and set(data) <= set(Entity.values)
        and all(isinstance(row, dict) and set(row) <= set(Relation.values) for row in data.values())
        and all(type(mask) is int and 0 <= mask <= MASKS for row in data.values() for mask in row.values())
    )
