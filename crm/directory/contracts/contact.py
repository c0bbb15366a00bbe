"""The carriers of companies and people, as other carriers hold them."""

from __future__ import annotations

from typing import Any

from crm.directory.models import Contact, Person
from crm.wire import kinds
from crm.wire.contract import RIGHTS, Column, Computed, Constant, Contract, Id, Key


def joined(separator: str, *parts: str | None) -> str:
    """The parts that there are."""
    return separator.join(filter(None, parts))


def _company(name: str | None, department: str | None) -> str:
    return joined(", ", name, department)


def full_name(first: str | None, middle: str | None, last: str | None) -> str:
    return joined(" ", first, middle, last)


def formal_name(mrmrs: str | None, first: str | None, middle: str | None, last: str | None) -> str:
    return joined(" ", mrmrs, first, middle, last)


def _formatted_address(
    street: str | None, zip_code: str | None, city: str | None, state: str | None, country: str | None
) -> str:
    return joined("\n", street, joined(" ", zip_code, city), state, country)


def _address(latitude: float, longitude: float, *parts: str | None) -> dict[str, Any]:
    """The address carrier; `parts` are street, postcode, city, state and country."""
    street, zip_code, city, state, _country = parts
    formatted = _formatted_address(*parts)
    lines = {
        "AtypeIdx": "ContactStreetAddress",
        "Address1": street,
        "Address2": "",
        "Address3": "",
        "City": city,
        "County": "",
        "State": state,
        "Zipcode": zip_code,
        "Formatted": formatted,
    }
    return {
        "Wgs84Latitude": latitude,
        "Wgs84Longitude": longitude,
        "LocalizedAddress": [],
        "Street": lines,
        "Postal": None,
        "Formatted": formatted,
        "TableRight": None,
        "FieldProperties": {},
    }


_ADDRESS = ["street", "zip_code", "city", "state", "country__name"]

CONTACT = Contract(
    "Contact",
    Contact,
    {
        "ContactId": Key(),
        "Name": "name",
        "OrgNr": "org_nr",
        "Department": "department",
        "URL": "url",
        "City": "city",
        "DirectPhone": "phone",
        "AssociateId": Id("associate"),
        "CountryId": Id("country"),
        "EmailAddress": "email_address",
        "Kananame": "kana_name",
        "EmailAddressName": "email_name",
        "URLName": "url_name",
        "AssociateFullName": "associate__full_name",
        "BusinessName": "business__name",
        "CategoryName": "category__name",
        "CountryName": "country__name",
        "Address": Computed(_address, ["latitude", "longitude", *_ADDRESS], kinds.CARRIER),
        "FormattedAddress": Computed(_formatted_address, _ADDRESS, kinds.STRING),
        "FullName": Computed(_company, ["name", "department"], kinds.STRING),
        "IsOwnerContact": "is_owner",
        "ActiveErpLinks": Constant(0, kinds.INTEGER),
        "Number1": "number1",
        "Number2": "number2",
        **RIGHTS,
    },
    nested_rights="full",
)

PERSON = Contract(
    "Person",
    Person,
    {
        "Position": "position__name",
        "PersonId": Key(),
        "Mrmrs": "mrmrs",
        "Firstname": "firstname",
        "Lastname": "lastname",
        "MiddleName": "middle_name",
        "Title": "title",
        "Description": "description",
        "Email": "email",
        "FullName": Computed(full_name, ["firstname", "middle_name", "lastname"], kinds.STRING),
        "DirectPhone": "direct_phone",
        "FormalName": Computed(formal_name, ["mrmrs", "firstname", "middle_name", "lastname"], kinds.STRING),
        "CountryId": Id("country"),
        "ContactId": Id("contact"),
        "ContactName": "contact__name",
        "Retired": Column("retired", kind=kinds.TRUTH_AS_NUMBER),
        "Rank": "rank",
        "ActiveInterests": "active_interests",
        "ContactDepartment": "contact__department",
        "ContactCountryId": Column("contact__country_id", kind=kinds.INTEGER),
        "ContactOrgNr": "contact__org_nr",
        "FaxPhone": "fax_phone",
        "MobilePhone": "mobile_phone",
        "ContactPhone": "contact__phone",
        "AssociateName": "associate__name",
        "AssociateId": Id("associate"),
        "UsePersonAddress": "use_person_address",
        "ContactFax": "contact__fax",
        "Kanafname": "kana_firstname",
        "Kanalname": "kana_lastname",
        "Post1": "post1",
        "Post2": "post2",
        "Post3": "post3",
        "EmailName": "email_name",
        "ContactFullName": Computed(_company, ["contact__name", "contact__department"], kinds.STRING),
        "ActiveErpLinks": Constant(0, kinds.INTEGER),
        "TicketPriorityId": Id("ticket_priority"),
        "SupportLanguageId": "support_language",
        "SupportAssociateId": Id("support_associate"),
        "CategoryName": "contact__category__name",
        "PersonNumber": "person_number",
        **RIGHTS,
    },
)
