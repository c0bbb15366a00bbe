"""Columns of persons and companies."""

from __future__ import annotations

from crm.directory.archives.fields import field_columns
from crm.directory.archives.users import USER_COLUMNS
from crm.directory.models import (
    Associate,
    Business,
    Contact,
    ContactCategory,
    Country,
    FieldOwner,
    Person,
    Position,
)
from crm.wire.archive.columns import Archive, Columns, Related
from crm.wire.archive.plain import Holding, OneOf, Since, Until, Words, Yes
from crm.wire.archive.words import Day, Fixed, Joined, Listed, Text, Truth, Whole
from crm.wire.kinds import INTEGER

CONTACT_COLUMNS = Columns(
    {
        "contactId": Whole("id"),
        "name": Text("name", type_="stringorPK"),
        "department": Text("department"),
        "nameDepartment": Joined(", ", "name", "department"),
        "fullName": Joined(", ", "name", "department"),
        "number": Text("number2"),
        "code": Text("number1"),
        "orgnr": Text("org_nr"),
        "category": Listed("category", ContactCategory, list_name="category"),
        "business": Listed("business", Business, list_name="business"),
        "country": Listed("country", Country, list_name="country"),
        "countryId": Whole("country_id"),
        "associateId": Listed("associate", Associate, type_="associate", list_name="associate"),
        "supportAssociateId": Listed(
            "support_associate", Associate, type_="associate", list_name="associate"
        ),
        "isOwnerContact": Truth("is_owner"),
        "deleted": Truth("deleted"),
        "city": Text("city"),
        "streetAddress": Text("street"),
        "zip": Text("zip_code"),
        "state": Text("state"),
        "phone/formattedNumber": Text("phone"),
        "contactPhone/formattedNumber": Text("phone"),
        "contactFax/formattedNumber": Text("fax"),
        "email/emailAddress": Text("email_address"),
        "url/URLAddress": Text("url"),
        "registeredDate": Day("registered", stamp=True),
        "updatedDate": Day("updated", stamp=True),
        "associate/": Related(lambda: USER_COLUMNS, "associate"),
        **field_columns(FieldOwner.CONTACT, "contact"),
    }
)
SIMPLE_CONTACT = Archive(
    "SimpleContact",
    Contact,
    "contact",
    CONTACT_COLUMNS,
    order=("name", "pk"),
    link="nav=contact&contact_id=",
    filters={
        "q": Words("fullName", "city", "email/emailAddress", says="Words that name, city or e-mail hold."),
        "name": Holding("name", says="What the name holds."),
        "department": Holding("department", says="What the department holds."),
        "number": Holding("number", says="What the number holds."),
        "category": OneOf("category", says="Categories, by name or number."),
        "business": OneOf("business", says="Businesses, by name or number."),
        "country": OneOf("country", says="Countries, by name or number."),
        "owner": OneOf("associateId", says="Users, by name or number; me."),
        "city": Holding("city", says="What the city holds."),
        "email": Holding("email/emailAddress", says="What the e-mail address holds."),
        "phone": Holding("phone/formattedNumber", says="What the telephone number holds."),
        "changed_from": Since("updatedDate", says="Changed from this date on."),
        "changed_to": Until("updatedDate", says="Changed up to this date."),
    },
)

PERSON_COLUMNS = Columns(
    {
        "personId": Whole("id"),
        "firstName": Text("firstname"),
        "lastName": Text("lastname"),
        "middleName": Text("middle_name"),
        "fullName": Joined(" ", "firstname", "middle_name", "lastname"),
        "contactId": Whole("contact_id"),
        "hasInfoText": Fixed(0, INTEGER),
        "mrMrs": Text("mrmrs"),
        "position": Listed("position", Position, list_name="perspos"),
        "personNumber": Text("person_number"),
        "title": Text("title"),
        "personCountry": Listed("country", Country, list_name="country"),
        "personCountryId": Whole("country_id"),
        "rank": Whole("rank"),
        "retired": Truth("retired"),
        "personDeleted": Truth("deleted"),
        "personUpdatedDate": Day("updated", stamp=True),
        "personRegisteredDate": Day("registered", stamp=True),
        "ticketPriority": Text("ticket_priority__name"),
        "supportLanguage": Whole("support_language"),
        "personAssociateId": Listed("associate", Associate, type_="associate", list_name="associate"),
        "personCategory": Listed("contact__category", ContactCategory, list_name="category"),
        "email/emailAddress": Text("email"),
        "phone/formattedNumber": Text("direct_phone"),
        "personDirectPhone/formattedNumber": Text("direct_phone"),
        "personMobilePhone/formattedNumber": Text("mobile_phone"),
        "contact/": Related(lambda: CONTACT_COLUMNS, "contact"),
        "personAssociate/": Related(lambda: USER_COLUMNS, "associate"),
        **field_columns(FieldOwner.PERSON, "person"),
    }
)
PERSON = Archive(
    "Person",
    Person,
    "person",
    PERSON_COLUMNS,
    order=("lastname", "firstname", "pk"),
    link="nav=person&person_id=",
    filters={
        "q": Words("fullName", "email/emailAddress", says="Words that name or e-mail hold."),
        "first_name": Holding("firstName", says="What the first name holds."),
        "last_name": Holding("lastName", says="What the last name holds."),
        "email": Holding("email/emailAddress", says="What the e-mail address holds."),
        "phone": Holding("phone/formattedNumber", says="What the telephone number holds."),
        "company": OneOf("contactId", says="Numbers of companies."),
        "position": OneOf("position", says="Positions, by name or number."),
        "country": OneOf("personCountry", says="Countries, by name or number."),
        "owner": OneOf("personAssociateId", says="Users, by name or number; me."),
        "retired": Yes("retired", says="Whether the person has left."),
        "changed_from": Since("personUpdatedDate", says="Changed from this date on."),
        "changed_to": Until("personUpdatedDate", says="Changed up to this date."),
    },
)
