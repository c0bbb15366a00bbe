"""The flat carrier of a ticket: ids and names instead of whole carriers."""

from __future__ import annotations

from crm.tickets.contracts.enums import BASE_STATUS, ORIGIN, READ_STATUS, SECURITY_LEVEL
from crm.tickets.contracts.message import full_name
from crm.tickets.models import Ticket
from crm.wire import kinds
from crm.wire.contract import RIGHTS, Column, Computed, Constant, Contract, Enum, Id, Key, Member, Spec

SYSTEM_USER = 1  # the service user who stands for nobody


def _service_user(ej_user_id: int | None) -> int:
    return ej_user_id or SYSTEM_USER


def _shown(path: str) -> Member:
    return Column(path, read_only=True)


_COUNTED = {
    "TimeToReply": "time_to_reply",
    "RealTimeToReply": "real_time_to_reply",
    "TimeToClose": "time_to_close",
    "RealTimeToClose": "real_time_to_close",
    "TimeSpentInternally": "time_spent_internally",
    "TimeSpentExternally": "time_spent_externally",
    "TimeSpentQueue": "time_spent_queue",
    "RealTimeSpentInternally": "real_time_spent_internally",
    "RealTimeSpentExternally": "real_time_spent_externally",
    "RealTimeSpentQueue": "real_time_spent_queue",
    "TimeSpent": "time_spent",
    "HasAttachment": "has_attachment",
    "NumReplies": "num_replies",
    "NumMessages": "num_messages",
    "FromAddress": "from_address",
}
_COUNTED_SPECS: dict[str, Spec] = {name: _shown(path) for name, path in _COUNTED.items()}
_PERSON = ("person__firstname", "person__middle_name", "person__lastname")

SIMPLE_TICKET = Contract(
    "Ticket",
    Ticket,
    {
        "TicketId": Key(),
        "Title": _shown("title"),
        "CreatedAt": _shown("created_at"),
        "LastChanged": _shown("last_changed"),
        "ReadByOwner": _shown("read_by_owner"),
        "ReadByCustomer": _shown("read_by_customer"),
        "FirstReadByUser": _shown("first_read_by_user"),
        "Activate": _shown("activate"),
        "ClosedAt": _shown("closed_at"),
        "RepliedAt": _shown("replied_at"),
        "AlertTimeout": _shown("alert_timeout"),
        "Deadline": _shown("deadline"),
        "CreatedBy": Computed(_service_user, ["created_by__ej_user_id"], kinds.INTEGER),
        "CreatedByName": "created_by__full_name",
        "Author": _shown("author"),
        "OwnedBy": Computed(_service_user, ["owner__ej_user_id"], kinds.INTEGER),
        "OwnedByName": "owner__full_name",
        "Category": Id("category"),
        "CategoryName": "category__name",
        "CategoryFullname": "category__fullname",
        "Slevel": Enum("slevel", SECURITY_LEVEL, read_only=True),
        "Priority": Id("priority"),
        "PriorityName": "priority__name",
        "BaseStatus": Enum("base_status", BASE_STATUS, read_only=True),
        "TicketStatus": Id("status"),
        "TicketStatusDisplayValue": "status__name",
        "Origin": Enum("origin", ORIGIN, read_only=True),
        "CustId": Id("person", none=-1),
        "PersonFirstname": _PERSON[0],
        "PersonMiddleName": _PERSON[1],
        "PersonLastname": _PERSON[2],
        "PersonFullname": Computed(full_name, _PERSON, kinds.STRING),
        "AlertLevel": _shown("alert_level"),
        "ConnectId": Id("connected_to"),
        "ReadStatus": Enum("read_status", READ_STATUS, read_only=True),
        **_COUNTED_SPECS,
        "ContactId": Column("person__contact_id", kind=kinds.INTEGER),
        "ContactName": "person__contact__name",
        "OwnedByAssociateId": Id("owner"),
        "Language": _shown("language"),
        "Sentiment": _shown("sentiment"),
        "SentimentConfidence": _shown("sentiment_confidence"),
        "SaleId": Id("sale"),
        "ProjectId": Id("project"),
        "SaleHeading": "sale__title",
        "ProjectName": "project__name",
        "FormSubmissionId": Constant(0, kinds.INTEGER),
        "TicketTypeId": Id("ticket_type"),
        "TicketTypeName": "ticket_type__name",
        **RIGHTS,
    },
)
