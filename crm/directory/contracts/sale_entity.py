"""The whole carrier of a sale."""

from __future__ import annotations

from crm.directory.contracts.arrays import nothing_of
from crm.directory.contracts.associate import ASSOCIATE
from crm.directory.contracts.choices import CURRENCY, NOWHERE, SALE_TYPE
from crm.directory.contracts.contact import CONTACT, PERSON
from crm.directory.contracts.enums import SALE_COMPLETED, SALE_STATUS
from crm.directory.contracts.field_values import user_defined_fields
from crm.directory.contracts.project import PROJECT
from crm.directory.models import FieldOwner, Sale
from crm.wire import kinds
from crm.wire.contract import (
    RIGHTS,
    Column,
    Constant,
    Contract,
    Enum,
    Key,
    Reference,
    Stamp,
)

NOTHING = Constant(None, kinds.CARRIER)

SALE_ENTITY = Contract(
    "SaleEntity",
    Sale,
    {
        "Appointment": NOTHING,
        "Associate": Reference(ASSOCIATE, "associate"),
        "UpdatedBy": Reference(ASSOCIATE, "updated_by", read_only=True),
        "CreatedBy": Reference(ASSOCIATE, "created_by", read_only=True),
        "Contact": Reference(CONTACT, "contact"),
        "Project": Reference(PROJECT, "project"),
        "SaleText": "description",
        "Person": Reference(PERSON, "person"),
        "Currency": Reference(CURRENCY, "currency"),
        "Competitor": NOTHING,
        "Credited": NOTHING,
        "Rating": NOTHING,
        "Reason": NOTHING,
        "Source": NOTHING,
        "Status": Enum("status", SALE_STATUS),
        "Saledate": "sale_date",
        "Amount": "amount",
        "SaleId": Key(),
        "Earning": "earning",
        "EarningPercent": "earning_percent",
        "Heading": Column("title", mandatory=True),
        "Number": "number",
        "Probability": "probability",
        "CreatedDate": Stamp("registered"),
        "UpdatedDate": Stamp("updated"),
        "Completed": Enum("completed", SALE_COMPLETED),
        "ActiveLinks": NOWHERE,
        "Links": nothing_of("Link"),
        "NextDueDate": Column("next_due_date", read_only=True),
        "Postit": "postit",
        "SaleType": Reference(SALE_TYPE, "sale_type"),
        "ReasonSold": NOTHING,
        "ReasonStalled": NOTHING,
        "ReopenDate": "reopen_date",
        "SaleStakeholders": nothing_of("SaleStakeholder"),
        "ActiveErpLinks": NOWHERE,
        **user_defined_fields(FieldOwner.SALE),
        "PublishEventDate": "publish_event_date",
        "PublishTo": "publish_to",
        "PublishFrom": "publish_from",
        "IsPublished": "is_published",
        "VisibleFor": nothing_of("VisibleFor"),
        **RIGHTS,
    },
    keeps=frozenset({"Associate", "Number", "Status", "Completed", "Saledate"}),
    stamps=("updated",),
)
