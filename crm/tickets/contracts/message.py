"""The carrier of a message as its ticket lists it: no text, only what stands on the envelope."""

from __future__ import annotations

from crm.tickets.contracts.enums import BADGE, SECURITY_LEVEL
from crm.tickets.models import TicketMessage, TicketMessageHeader
from crm.wire import kinds
from crm.wire.contract import RIGHTS, Collection, Column, Computed, Contract, Enum, Id, Key
from crm.wire.values import EnumNames


def full_name(first: str | None, middle: str | None, last: str | None) -> str:
    return " ".join(part for part in (first, middle, last) if part)


TICKET_MESSAGE_HEADER = Contract(
    "TicketMessageHeader",
    TicketMessageHeader,
    {
        "Id": Key(),
        "Name": "name",
        "Value": "value",
        "StdItem": Enum(
            "std_item",
            EnumNames(
                "MessageHeaderStdItem", TicketMessageHeader.StandardItem, CUSTOMER_READ_FAQ="CustomerReadFAQ"
            ),
        ),
        "StdItemCol": Enum(
            "std_item_column", EnumNames("MessageHeaderStdItemCol", TicketMessageHeader.StandardColumn)
        ),
        **RIGHTS,
    },
)

TICKET_MESSAGE_INFO = Contract(
    "TicketMessage",
    TicketMessage,
    {
        "TicketMessageId": Key(),
        "CreatedAt": "created_at",
        "Slevel": Enum("slevel", SECURITY_LEVEL),
        "Important": "important",
        "Author": "author",
        "PersonId": Id("person"),
        "PersonFullName": Computed(
            full_name, ["person__firstname", "person__middle_name", "person__lastname"], kinds.STRING
        ),
        "ContactId": Column("person__contact_id", kind=kinds.INTEGER),
        "ContactName": "person__contact__name",
        "ContactDepartment": "person__contact__department",
        "NumAttachments": "num_attachments",
        "EmailHeader": "email_header",
        "MessageHeaders": Collection(TICKET_MESSAGE_HEADER, "headers"),
        "Language": "language",
        "Sentiment": "sentiment",
        "SentimentConfidence": "sentiment_confidence",
        "CreatedBy": Id("created_by"),
        "ChangedAt": "changed_at",
        "Badge": Enum("badge", BADGE),
        **RIGHTS,
    },
)
