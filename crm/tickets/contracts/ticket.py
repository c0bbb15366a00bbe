"""The carrier of a ticket."""

from __future__ import annotations

from crm.directory.contracts import ASSOCIATE, PERSON, PROJECT, SALE
from crm.directory.contracts.field_values import extra_fields
from crm.directory.models import FieldOwner
from crm.tickets.contracts.enums import BASE_STATUS, ORIGIN, READ_STATUS, SECURITY_LEVEL
from crm.tickets.contracts.lists import (
    TICKET_CATEGORY,
    TICKET_PRIORITY,
    TICKET_STATUS,
    TICKET_TAG,
    TICKET_TYPE,
)
from crm.tickets.contracts.message import TICKET_MESSAGE_INFO
from crm.tickets.models import AUTO_ASSIGN, Ticket
from crm.wire import kinds
from crm.wire.contract import (
    RIGHTS,
    Collection,
    Column,
    Computed,
    Constant,
    Contract,
    Enum,
    Id,
    Key,
    Reference,
)


def _icon_hint(base_status: int | None, read_status: int | None) -> str:
    base = BASE_STATUS.name(base_status or 0).lower()
    return f"ticket_{base}_{READ_STATUS.name(read_status or 0).lower()}"


TICKET: Contract = Contract(
    "TicketEntity",
    Ticket,
    {
        "TicketId": Key(),
        "Title": "title",
        "CreatedAt": "created_at",
        "LastChanged": Column("last_changed", read_only=True),
        "ReadByOwner": "read_by_owner",
        "ReadByCustomer": "read_by_customer",
        "FirstReadByOwner": "first_read_by_owner",
        "FirstReadByUser": "first_read_by_user",
        "Activate": "activate",
        "ClosedAt": "closed_at",
        "RepliedAt": "replied_at",
        "AlertTimeout": "alert_timeout",
        "Deadline": "deadline",
        "CreatedBy": Reference(ASSOCIATE, "created_by", read_only=True),
        "Author": "author",
        "OwnedBy": Reference(ASSOCIATE, "owner", instructions=frozenset({AUTO_ASSIGN})),
        "Category": Reference(TICKET_CATEGORY, "category"),
        "Slevel": Enum("slevel", SECURITY_LEVEL),
        "Priority": Reference(TICKET_PRIORITY, "priority"),
        "BaseStatus": Enum("base_status", BASE_STATUS),
        "Status": Reference(TICKET_STATUS, "status"),
        "Origin": Enum("origin", ORIGIN),
        "Person": Reference(PERSON, "person"),
        "SecondaryPersons": Collection(PERSON, "secondary_persons", takes="ids"),
        "AlertLevel": "alert_level",
        "ConnectId": Id("connected_to", lambda: TICKET),
        "ReadStatus": Enum("read_status", READ_STATUS),
        "TimeToReply": Column("time_to_reply", read_only=True),
        "RealTimeToReply": Column("real_time_to_reply", read_only=True),
        "TimeToClose": Column("time_to_close", read_only=True),
        "RealTimeToClose": Column("real_time_to_close", read_only=True),
        "TimeSpentInternally": Column("time_spent_internally", read_only=True),
        "TimeSpentExternally": Column("time_spent_externally", read_only=True),
        "TimeSpentQueue": Column("time_spent_queue", read_only=True),
        "RealTimeSpentInternally": Column("real_time_spent_internally", read_only=True),
        "RealTimeSpentExternally": Column("real_time_spent_externally", read_only=True),
        "RealTimeSpentQueue": Column("real_time_spent_queue", read_only=True),
        "TimeSpent": Column("time_spent", read_only=True),
        "HasAttachment": Column("has_attachment", read_only=True),
        "NumReplies": Column("num_replies", read_only=True),
        "NumMessages": Column("num_messages", read_only=True),
        "FromAddress": "from_address",
        "Messages": Collection(TICKET_MESSAGE_INFO, "messages", order=("created_at", "id")),
        "Tags": Collection(TICKET_TAG, "tags", takes="ids"),
        "Language": "language",
        "Sentiment": "sentiment",
        "SentimentConfidence": "sentiment_confidence",
        "SuggestedCategoryId": Id("suggested_category", lambda: TICKET_CATEGORY),
        "SuggestedCategoryName": "suggested_category__name",
        "OrigHumanCategoryId": Id("orig_human_category", lambda: TICKET_CATEGORY),
        "IconHint": Computed(_icon_hint, ["base_status", "read_status"], kinds.STRING),
        "Sale": Reference(SALE, "sale"),
        "Project": Reference(PROJECT, "project"),
        "FormSubmission": Constant(None, kinds.CARRIER),
        "TicketType": Reference(TICKET_TYPE, "ticket_type"),
        "ActiveStatusMonitorId": Constant(0, kinds.INTEGER),
        **extra_fields(FieldOwner.TICKET),
        **RIGHTS,
    },
    keeps=frozenset({"CreatedAt", "BaseStatus", "Status", "Priority", "Origin", "Author", "ReadStatus"}),
    stamps=("last_changed",),
    counts={"num_messages": "messages"},
)

SUMMARY = Contract(
    "TicketSummaryItem",
    Ticket,
    {
        "TicketId": Key(),
        "TicketStatus": Id("status"),
        "Title": Column("title", read_only=True),
        "Registered": Column("created_at", read_only=True, kind=kinds.STAMP),
        "IconHint": Computed(_icon_hint, ["base_status", "read_status"], kinds.STRING),
    },
)
