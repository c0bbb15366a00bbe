"""The carrier of a message, whole."""

from __future__ import annotations

from crm.directory.contracts import ASSOCIATE, PERSON
from crm.directory.contracts.field_values import extra_fields
from crm.directory.models import FieldOwner
from crm.tickets.contracts.attachment import ATTACHMENT
from crm.tickets.contracts.enums import BADGE, MESSAGE_CATEGORY, MESSAGE_TYPE, SECURITY_LEVEL
from crm.tickets.contracts.message import TICKET_MESSAGE_HEADER
from crm.tickets.contracts.simple import SIMPLE_TICKET
from crm.tickets.models import TicketMessage
from crm.wire.contract import RIGHTS, Collection, Contract, Enum, Key, Reference

TICKET_MESSAGE = Contract(
    "TicketMessageEntity",
    TicketMessage,
    {
        "EjMessageId": Key(),
        "Ticket": Reference(SIMPLE_TICKET, "ticket"),
        "CreatedAt": "created_at",
        "CreatedBy": Reference(ASSOCIATE, "created_by", read_only=True),
        "Author": "author",
        "Slevel": Enum("slevel", SECURITY_LEVEL),
        "Type": Enum("type", MESSAGE_TYPE),
        "MessageId": "message_id",
        "TimeSpent": "time_spent",
        "Body": "body",
        "HtmlBody": "html_body",
        "EmailHeader": "email_header",
        "DebugInfo": "debug_info",
        "MailSorter": "mail_sorter",
        "MessageCategory": Enum("category", MESSAGE_CATEGORY),
        "Person": Reference(PERSON, "person"),
        "SearchTitle": "ticket__title",
        "MessageHeaders": Collection(TICKET_MESSAGE_HEADER, "headers", takes="rows"),
        "Important": "important",
        "Language": "language",
        "Sentiment": "sentiment",
        "SentimentConfidence": "sentiment_confidence",
        "Badge": Enum("badge", BADGE),
        "AttachmentsInfo": Collection(ATTACHMENT, "attachments"),
        **extra_fields(FieldOwner.TICKET_MESSAGE),
        **RIGHTS,
    },
    keeps=frozenset({"Ticket", "CreatedAt", "Author", "Slevel"}),
    stamps=("changed_at", "created_at"),
    open=frozenset({"ticket"}),  # whoever sees a message sees its ticket
)
