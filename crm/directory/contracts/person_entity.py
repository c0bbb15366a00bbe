"""The whole carrier of a person."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Subquery

from crm.directory.contracts.address import PERSON_ADDRESS
from crm.directory.contracts.arrays import (
    ACTIVE_INTERESTS,
    NO_TEXTS,
    PERSON_INTERESTS,
    nothing_of,
    reached,
)
from crm.directory.contracts.associate import ASSOCIATE
from crm.directory.contracts.choices import (
    BUSINESS,
    CATEGORY,
    COUNTRY,
    CUSTOMER_LANGUAGE,
    NO_TEXT,
    NOWHERE,
    POSITION,
    TICKET_PRIORITY,
)
from crm.directory.contracts.contact import CONTACT, formal_name, full_name
from crm.directory.contracts.field_values import user_defined_fields
from crm.directory.models import Associate, FieldOwner, Person
from crm.directory.models.reach import PERSON_WAYS
from crm.wire import kinds
from crm.wire.contract import (
    RIGHTS,
    Annotated,
    Column,
    Computed,
    Constant,
    Contract,
    Day,
    Key,
    Owned,
    Reference,
    Stamp,
)

_NAMES = ["firstname", "middle_name", "lastname"]


def _users() -> Any:
    """The users that this person is."""
    return Associate.objects.filter(person=OuterRef("pk")).order_by("deleted", "pk")


PERSON_ENTITY = Contract(
    "PersonEntity",
    Person,
    {
        "PersonId": Key(),
        "Firstname": "firstname",
        "MiddleName": "middle_name",
        "Lastname": "lastname",
        "Mrmrs": "mrmrs",
        "Title": "title",
        "UpdatedDate": Stamp("updated"),
        "CreatedDate": Stamp("registered"),
        "BirthDate": Day("birth_date"),
        "CreatedBy": Reference(ASSOCIATE, "created_by", read_only=True),
        "Emails": reached(PERSON_WAYS["emails"]),
        "Description": "description",
        "IsAssociate": Annotated(lambda: Exists(_users().filter(deleted=False)), kinds.BOOLEAN),
        "PrivatePhones": reached(PERSON_WAYS["private_phones"]),
        "Faxes": reached(PERSON_WAYS["faxes"]),
        "MobilePhones": reached(PERSON_WAYS["mobile_phones"]),
        "OfficePhones": reached(PERSON_WAYS["office_phones"]),
        "OtherPhones": reached(PERSON_WAYS["other_phones"]),
        "Position": Reference(POSITION, "position"),
        "UpdatedBy": Reference(ASSOCIATE, "updated_by", read_only=True),
        "Contact": Reference(CONTACT, "contact"),
        "Country": Reference(COUNTRY, "country"),
        "Interests": PERSON_INTERESTS,
        "PersonNumber": "person_number",
        "FullName": Computed(full_name, _NAMES, kinds.STRING),
        "NoMailing": "no_mailing",
        "UsePersonAddress": "use_person_address",
        "Retired": "retired",
        "Urls": reached(PERSON_WAYS["urls"]),
        "FormalName": Computed(formal_name, ["mrmrs", *_NAMES], kinds.STRING),
        "Address": Owned(PERSON_ADDRESS),
        "Post3": "post3",
        "Post2": "post2",
        "Post1": "post1",
        "Kanalname": "kana_lastname",
        "Kanafname": "kana_firstname",
        "CorrespondingAssociate": Annotated(
            lambda: Subquery(_users().values("pk")[:1]), kinds.CARRIER, ASSOCIATE
        ),
        "Category": Reference(CATEGORY, "contact__category", read_only=True),
        "Business": Reference(BUSINESS, "contact__business", read_only=True),
        "Associate": Reference(ASSOCIATE, "associate"),
        "Salutation": "salutation",
        "ActiveInterests": ACTIVE_INTERESTS,
        "SupportAssociate": Reference(ASSOCIATE, "support_associate"),
        "TicketPriority": Reference(TICKET_PRIORITY, "ticket_priority"),
        "CustomerLanguage": Owned(CUSTOMER_LANGUAGE),
        "DbiAgentId": "dbi_agent_id",
        "DbiKey": "dbi_key",
        "DbiLastModified": "dbi_last_modified",
        "DbiLastSyncronized": "dbi_last_synchronized",
        "SentInfo": NOWHERE,
        "ShowContactTickets": "show_contact_tickets",
        "UserInfo": Constant(None, kinds.CARRIER),
        "ChatEmails": reached(PERSON_WAYS["chat_emails"]),
        "InternetPhones": reached(PERSON_WAYS["internet_phones"]),
        "Source": Column("source", kind=kinds.FOREIGN_ID),
        "ActiveErpLinks": NOWHERE,
        "ShipmentTypes": nothing_of("SelectableMDOListItem"),
        "Consents": nothing_of("ConsentInfo"),
        "BounceEmails": NO_TEXTS,
        "ActiveStatusMonitorId": NOWHERE,
        "CreatedByFormId": NOWHERE,
        "UtmParameters": Constant(None, kinds.CARRIER),
        "LeadstatusId": NOWHERE,
        "Leadstatus": NO_TEXT,
        **user_defined_fields(FieldOwner.PERSON),
        **RIGHTS,
    },
    keeps=frozenset({"Associate", "PersonNumber"}),
    stamps=("updated",),
)
