"""What custom fields are made of: whom they belong to, their types, and the lists that they choose from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models.custom_lists import CustomList, CustomListItem
from crm.directory.models.lists import (
    Business,
    ContactCategory,
    ContactInterest,
    Country,
    Currency,
    PersonInterest,
    Position,
    Priority,
    ProjectStatus,
    ProjectType,
    RejectReason,
    SaleType,
    Task,
)
from crm.wire import coded
from crm.wire.coded import Coding

if TYPE_CHECKING:
    from crm.directory.models.lists import ListItem


class FieldOwner(models.IntegerChoices):
    """Whose fields they are. The numbers below 100 are those of the original's `UDefType`."""

    CONTACT = 7, _("Company")
    PERSON = 8, _("Person")
    PROJECT = 9, _("Project")
    SALE = 10, _("Sale")
    APPOINTMENT = 12, _("Appointment")
    TICKET = 101, _("Ticket")
    TICKET_MESSAGE = 102, _("Message")
    USER = 103, _("User")


class FieldType(models.IntegerChoices):
    """The types of `UDefFieldType`, and one that only extra fields have."""

    NUMBER = 1, _("Number")
    SHORT_TEXT = 2, _("Short text")
    LONG_TEXT = 3, _("Long text")
    DATE = 4, _("Date")
    UNLIMITED_DATE = 5, _("Unlimited date")
    CHECKBOX = 6, _("Checkbox")
    LIST = 7, _("List")
    DECIMAL = 8, _("Decimal")
    DATE_TIME = 9, _("Date and time")


class Justification(models.IntegerChoices):
    DEFAULT = 0, _("Default")
    LEFT = 1, _("Left")
    RIGHT = 2, _("Right")
    CENTER = 3, _("Center")


@dataclass(frozen=True)
class FieldList:
    """A list that a field may choose from, and its name among the lists to choose from."""

    model: type[ListItem]
    name: str
    number: int = 0  # of a list that was made here, whose items share a table with others

    @property
    def label(self) -> str:
        """What people call the list."""
        return self.name if self.number else str(self.model._meta.verbose_name_plural)

    def rows(self) -> dict[int, Any]:
        """The rows by their ids, remembered."""
        manager: Any = self.model._default_manager
        found: dict[int, Any] = manager.catalog()
        if not self.number:
            return found
        return {key: row for key, row in found.items() if row.list_id == self.number}


# Who has user-defined fields too; the others have extra fields only.
UDEF_OWNERS = (
    FieldOwner.APPOINTMENT,
    FieldOwner.CONTACT,
    FieldOwner.PERSON,
    FieldOwner.PROJECT,
    FieldOwner.SALE,
)
# The models, by the names that Django knows them by: some belong to features that stand above this one.
OWNER_MODELS = {
    FieldOwner.CONTACT: "Contact",
    FieldOwner.PERSON: "Person",
    FieldOwner.PROJECT: "Project",
    FieldOwner.SALE: "Sale",
    FieldOwner.APPOINTMENT: "Appointment",
    FieldOwner.TICKET: "Ticket",
    FieldOwner.TICKET_MESSAGE: "TicketMessage",
    FieldOwner.USER: "Associate",
}
CODINGS: dict[int, Coding] = {
    FieldType.NUMBER: coded.WHOLE,
    FieldType.SHORT_TEXT: coded.TEXT,
    FieldType.LONG_TEXT: coded.TEXT,
    FieldType.DATE: coded.DAY,
    FieldType.UNLIMITED_DATE: coded.DAY,
    FieldType.CHECKBOX: coded.TRUTH,
    FieldType.LIST: coded.WHOLE,
    FieldType.DECIMAL: coded.REAL,
    FieldType.DATE_TIME: coded.MOMENT,
}
LENGTHS: dict[int, int] = {FieldType.SHORT_TEXT: 254, FieldType.LONG_TEXT: 2047}
TEXTS = tuple(LENGTHS)
# By the numbers that `List` gives them.
FIELD_LISTS = {
    1: FieldList(Priority, "priority"),
    2: FieldList(Task, "task"),
    3: FieldList(RejectReason, "rejectReason"),
    4: FieldList(ContactCategory, "category"),
    5: FieldList(Business, "business"),
    6: FieldList(Country, "country"),
    7: FieldList(Position, "perspos"),
    8: FieldList(Currency, "currency"),
    9: FieldList(ContactInterest, "contint"),
    10: FieldList(PersonInterest, "persint"),
    15: FieldList(ProjectStatus, "projectstatus"),
    16: FieldList(ProjectType, "projecttype"),
    17: FieldList(SaleType, "saletype"),
}
USER_LIST_TABLE = 136  # what ListTableId says of a list that UDListDefinitionId names
LIST_TABLES = {61: 5}  # built-in lists by their documented ListTableId


def field_list(number: int) -> FieldList | None:
    """The list of a number: one of ours, or one that was made here."""
    known = FIELD_LISTS.get(number)
    own = CustomList.objects.catalog().get(number) if known is None and number else None
    return FieldList(CustomListItem, own.name, number) if own and own.is_custom else known


def field_lists() -> dict[int, FieldList]:
    """All lists that a field can choose from, by their numbers."""
    own = [each for each in CustomList.objects.catalog().values() if each.is_custom and not each.deleted]
    return {**FIELD_LISTS, **{each.pk: FieldList(CustomListItem, each.name, each.pk) for each in own}}
