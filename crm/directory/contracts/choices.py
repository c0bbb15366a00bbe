"""The carriers of chosen list items, as entities hold them whole; on input only their ids count."""

from __future__ import annotations

from typing import Any

from django.db import models

from crm.directory.models import (
    Business,
    Contact,
    ContactCategory,
    Country,
    Currency,
    Position,
    ProjectStatus,
    ProjectType,
    SaleType,
    UserGroup,
)
from crm.wire import kinds
from crm.wire.contract import RIGHTS, Column, Constant, Contract, Key
from crm.wire.kinds import Kind

NOWHERE = Constant(0, kinds.INTEGER)
NO_TEXT = Constant("")
CATEGORY_GROUP = Kind("enum CategoryGroup", "SuperOffice.Data.CategoryGroup", "Unknown", kinds.STRING.read)


def choice(name: str, model: type[models.Model]) -> Contract:
    """The carrier of an item that is a name and a hint."""
    members: Any = {"Id": Key(), "Value": "name", "Tooltip": "tooltip", **RIGHTS}
    return Contract(name, model, members, listed=True)


BUSINESS = choice("Business", Business)
POSITION = choice("Position", Position)
CURRENCY = choice("Currency", Currency)
PROJECT_STATUS = choice("ProjectStatus", ProjectStatus)
PROJECT_TYPE = choice("ProjectType", ProjectType)
SALE_TYPE = choice("SaleType", SaleType)

CATEGORY = Contract(
    "Category",
    ContactCategory,
    {
        "Id": Key(),
        "Value": "name",
        "Tooltip": "tooltip",
        "CategoryGroup": Constant("Unknown", CATEGORY_GROUP),
        "EnableLeadStatus": Constant(value=False, kind=kinds.BOOLEAN),
        "Rank": "rank",
        "Deleted": "deleted",
        **RIGHTS,
    },
    listed=True,
)

COUNTRY = Contract(
    "Country",
    Country,
    {
        "CountryId": Key(),
        "Name": "name",
        "CurrencyId": NOWHERE,
        "EnglishName": "name",
        "TwoLetterISOCountry": "iso_code",
        "ThreeLetterISOCountry": NO_TEXT,
        "ImageDescription": NO_TEXT,
        "OrgNrText": NO_TEXT,
        "InterAreaPrefix": NO_TEXT,
        "DialInPrefix": NO_TEXT,
        "ZipPrefix": NO_TEXT,
        "DomainName": NO_TEXT,
        "AddressLayoutId": NOWHERE,
        "DomesticAddressLayoutId": NOWHERE,
        "ForeignAddressLayoutId": NOWHERE,
        "Rank": "rank",
        "Tooltip": "tooltip",
        "Deleted": "deleted",
        **RIGHTS,
    },
    listed=True,
)

USER_GROUP = Contract(
    "UserGroup",
    UserGroup,
    {
        "Value": "name",
        "Tooltip": "tooltip",
        "Id": Key(),
        "Rank": "rank",
        "Deleted": "deleted",
        **RIGHTS,
    },
    listed=True,
)

# Tickets' priorities are a feature's; the column knows them by name.
_PRIORITY: Any = Contact._meta.get_field("ticket_priority").related_model
TICKET_PRIORITY = Contract(
    "TicketPriority",
    _PRIORITY,
    {"Id": Key(), "Value": "name", "Tooltip": NO_TEXT, **RIGHTS},
    listed=True,
)

# A language is a number here; there is no list of them.
CUSTOMER_LANGUAGE = Contract(
    "CustomerLanguage",
    Contact,
    {
        "Id": Column("support_language", kind=kinds.FOREIGN_ID),
        "Value": NO_TEXT,
        "Tooltip": NO_TEXT,
        **RIGHTS,
    },
)
