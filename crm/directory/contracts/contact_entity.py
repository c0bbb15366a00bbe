"""The whole carrier of a company."""

from __future__ import annotations

from dataclasses import replace

from crm.directory.contracts.address import CONTACT_ADDRESS
from crm.directory.contracts.arrays import (
    ACTIVE_INTERESTS,
    CONTACT_INTERESTS,
    DOMAINS,
    NO_TEXTS,
    reached,
)
from crm.directory.contracts.associate import ASSOCIATE
from crm.directory.contracts.choices import (
    BUSINESS,
    CATEGORY,
    COUNTRY,
    CUSTOMER_LANGUAGE,
    NOWHERE,
    TICKET_PRIORITY,
)
from crm.directory.contracts.contact import PERSON
from crm.directory.contracts.field_values import user_defined_fields
from crm.directory.models import Contact, FieldOwner
from crm.directory.models.reach import CONTACT_WAYS
from crm.wire import kinds
from crm.wire.contract import (
    RIGHTS,
    Collection,
    Column,
    Constant,
    Contract,
    Key,
    Owned,
    Reference,
    Stamp,
)

DELETED = replace(kinds.TRUTH_AS_NUMBER, length=4)

CONTACT_ENTITY = Contract(
    "ContactEntity",
    Contact,
    {
        "ContactId": Key(),
        "Name": Column("name", mandatory=True),
        "Department": "department",
        "OrgNr": "org_nr",
        "Number1": "number1",
        "Number2": "number2",
        "UpdatedDate": Stamp("updated"),
        "CreatedDate": Stamp("registered"),
        "Emails": reached(CONTACT_WAYS["emails"]),
        "Interests": CONTACT_INTERESTS,
        "Urls": reached(CONTACT_WAYS["urls"]),
        "Phones": reached(CONTACT_WAYS["phones"]),
        "Faxes": reached(CONTACT_WAYS["faxes"]),
        "Description": "description",
        "UpdatedBy": Reference(ASSOCIATE, "updated_by", read_only=True),
        "CreatedBy": Reference(ASSOCIATE, "created_by", read_only=True),
        "Associate": Reference(ASSOCIATE, "associate"),
        "Business": Reference(BUSINESS, "business"),
        "Category": Reference(CATEGORY, "category"),
        "Country": Reference(COUNTRY, "country"),
        "Persons": Collection(PERSON, "persons", order=("rank", "id")),
        "NoMailing": "no_mailing",
        "Kananame": "kana_name",
        "Xstop": "xstop",
        "ActiveInterests": ACTIVE_INTERESTS,
        "GroupId": Column("associate__group_id", kind=kinds.INTEGER),
        "ActiveStatusMonitorId": NOWHERE,
        "SupportAssociate": Reference(ASSOCIATE, "support_associate"),
        "TicketPriority": Reference(TICKET_PRIORITY, "ticket_priority"),
        "CustomerLanguage": Owned(CUSTOMER_LANGUAGE),
        "Deleted": Column("deleted", read_only=True, kind=DELETED),
        "DbiAgentId": "dbi_agent_id",
        "DbiLastSyncronized": "dbi_last_synchronized",
        "DbiKey": "dbi_key",
        "DbiLastModified": "dbi_last_modified",
        "SupportPerson": Reference(PERSON, "support_person"),
        "Address": Owned(CONTACT_ADDRESS),
        "Source": Column("source", kind=kinds.FOREIGN_ID),
        "ActiveErpLinks": NOWHERE,
        "BounceEmails": NO_TEXTS,
        "Domains": DOMAINS,
        "UtmParameters": Constant(None, kinds.CARRIER),
        **user_defined_fields(FieldOwner.CONTACT),
        **RIGHTS,
    },
    keeps=frozenset({"Associate", "Number2"}),
    stamps=("updated",),
)
