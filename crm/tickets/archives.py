"""Tickets and their messages as archives."""

from __future__ import annotations

from django.db.models import Q

from crm.directory.archives import PERSON_COLUMNS, PROJECT_COLUMNS, SALE_COLUMNS, USER_COLUMNS
from crm.directory.archives.fields import extra_columns
from crm.directory.models import Associate, FieldOwner
from crm.tickets.contracts.enums import BASE_STATUS, ORIGIN, READ_STATUS, SECURITY_LEVEL
from crm.tickets.models import (
    Ticket,
    TicketCategory,
    TicketMessage,
    TicketPriority,
    TicketStatus,
    TicketType,
)
from crm.wire.archive.columns import Archive, Columns, Related
from crm.wire.archive.plain import Holding, OneOf, Since, Until, Words, Yes
from crm.wire.archive.words import (
    Choice,
    Fixed,
    Listed,
    Many,
    Moment,
    Said,
    Span,
    Text,
    Truth,
    Whole,
    inside,
    shown_only,
)
from crm.wire.kinds import BOOLEAN

TICKET_COLUMNS = Columns(
    {
        "contactId": Whole("person__contact_id"),
        "personId": Whole("person_id"),
        "saleId": inside(Whole("sale_id")),
        "projectId": inside(Whole("project_id")),
        "ticketTypeName": Listed("ticket_type", TicketType, list_name="TicketType"),
        "ticketStatusName": Listed("status", TicketStatus, list_name="ticketstatus"),
        "categoryFullName": Listed(
            "category", TicketCategory, "fullname", type_="ejCategory", list_name="ejcategory"
        ),
        "priorityName": Listed("priority", TicketPriority, list_name="ticketpriority"),
        "ownedBy": inside(Listed("owner", Associate, "full_name", type_="ejUser", list_name="associate")),
        "ticketId": Whole("id"),
        "title": Text("title"),
        "createdAt": Moment("created_at", stamp=True),
        "lastChanged": Moment("last_changed", stamp=True),
        "author": Text("author"),
        "readByOwner": Moment("read_by_owner"),
        "firstReadByOwner": Moment("first_read_by_owner"),
        "firstReadByUser": Moment("first_read_by_user"),
        "readByCustomer": Moment("read_by_customer"),
        "status": Choice("base_status", BASE_STATUS),
        "origin": Choice("origin", ORIGIN, list_name="ticketorigin"),
        "slevel": Choice("slevel", SECURITY_LEVEL),
        "numberOfMessages": inside(Whole("num_messages")),
        "numberOfReplies": inside(Whole("num_replies")),
        "connectId": inside(Whole("connected_to_id")),
        "readStatus": Choice("read_status", READ_STATUS),
        "realTimeSpentQueue": Span("real_time_spent_queue"),
        "realTimeSpentExternally": Span("real_time_spent_externally"),
        "realTimeSpentInternally": Span("real_time_spent_internally"),
        "timeSpentQueue": Span("time_spent_queue"),
        "timeSpentExternally": Span("time_spent_externally"),
        "timeSpentInternally": Span("time_spent_internally"),
        "timeSpent": Span("time_spent"),
        "timeToReply": Span("time_to_reply"),
        "timeToClose": Span("time_to_close"),
        "realTimeToReply": Span("real_time_to_reply"),
        "realTimeToClose": Span("real_time_to_close"),
        "repliedAt": Moment("replied_at"),
        "closedAt": Moment("closed_at"),
        "activated": Moment("activate"),
        "deadline": Moment("deadline"),
        "has_attachment": Truth("has_attachment"),
        "tags": Many(lambda: Ticket.tags.through, "ticket_id", "tickettag_id", "tickettag__name"),
        "createdBy": inside(
            Listed("created_by", Associate, "full_name", type_="ejUser", list_name="associate")
        ),
        "content": Said(lambda: TicketMessage, "ticket_id", "body"),
        "messageLanguage": shown_only(Text("language")),
        "sentimentScore": shown_only(Whole("sentiment")),
        "suggestedCategory": shown_only(Text("suggested_category__fullname")),
        "createdByWorkflow": Fixed(value=False, kind=BOOLEAN),
        "createdBy/": Related(lambda: USER_COLUMNS, "created_by"),
        "ownedBy/": Related(lambda: USER_COLUMNS, "owner"),
        "person/": Related(lambda: PERSON_COLUMNS, "person"),
        "sale/": Related(lambda: SALE_COLUMNS, "sale"),
        "project/": Related(lambda: PROJECT_COLUMNS, "project"),
        **extra_columns(FieldOwner.TICKET),
    }
)
TICKET_FILTERS = {
    "q": Words("title", "author", says="Words that the title or the author holds."),
    "id": OneOf("ticketId", says="Numbers of tickets, with commas between."),
    "title": Holding("title", says="What the title holds."),
    "text": Holding("content", says="What a message of the ticket says."),
    "status": OneOf("ticketStatusName", says="Statuses, by name or number."),
    "state": OneOf("status", says="Active, Closed, Postponed, Deleted, Merged or Spam."),
    "type": OneOf("ticketTypeName", says="Types, by name or number."),
    "category": OneOf("categoryFullName", says="Categories, by name, path or number."),
    "priority": OneOf("priorityName", says="Priorities, by name or number."),
    "owner": OneOf("ownedBy", says="Users, by name or number; me, or none for nobody."),
    "created_by": OneOf("createdBy", says="Users, by name or number; me."),
    "person": OneOf("personId", says="Numbers of people."),
    "company": OneOf("contactId", says="Numbers of companies."),
    "project": OneOf("projectId", says="Numbers of projects."),
    "sale": OneOf("saleId", says="Numbers of sales."),
    "origin": OneOf("origin", says="Where tickets came from: Email, Phone, Api..."),
    "read": OneOf("readStatus", says="Green, Yellow or Red."),
    "tag": OneOf("tags", says="Numbers of tags."),
    "has_attachment": Yes("has_attachment", says="Whether there is a file."),
    "created_from": Since("createdAt", says="Made from this date on."),
    "created_to": Until("createdAt", says="Made up to this date."),
    "changed_from": Since("lastChanged", says="Changed from this date on."),
    "changed_to": Until("lastChanged", says="Changed up to this date."),
    "closed_from": Since("closedAt", says="Closed from this date on."),
    "closed_to": Until("closedAt", says="Closed up to this date."),
    "deadline_from": Since("deadline", says="Due from this date on."),
    "deadline_to": Until("deadline", says="Due up to this date."),
}
TICKET = Archive(
    "Ticket",
    Ticket,
    "ticket",
    TICKET_COLUMNS,
    entities=("ticketdisplayclosed",),
    link="nav=ticket&ticket_id=",
    filters=TICKET_FILTERS,
)
TICKET_MESSAGE = Archive(
    "TicketMessage",
    TicketMessage,
    "ticketmessage",
    Columns(
        {
            "searchTitle": Text("ticket__title"),
            "header": Text("email_header"),
            "ticketId": Whole("ticket_id"),
            "ticketMessageId": Whole("id"),
            "author": Text("author"),
            "createdAt": Moment("created_at", stamp=True),
            "body": shown_only(Text("body")),
            "htmlBody": shown_only(Text("html_body")),
            "messageId": Text("message_id"),
            "debugInfo": Fixed(""),
            "important": Truth("important"),
            "slevel": Choice("slevel", SECURITY_LEVEL),
            "ticket/": Related(lambda: TICKET_COLUMNS, "ticket"),
            **extra_columns(FieldOwner.TICKET_MESSAGE),
        }
    ),
    narrowed=lambda caller: Q(ticket__in=Ticket.objects.visible_to(caller)),
    filters={
        "q": Words("searchTitle", "author", says="Words that the ticket's title or the author holds."),
        "ticket": OneOf("ticketId", says="Numbers of tickets."),
        "author": Holding("author", says="What the author's name holds."),
        "level": OneOf("slevel", says="Internal or External."),
        "important": Yes("important", says="Whether it is marked as important."),
        "created_from": Since("createdAt", says="Written from this date on."),
        "created_to": Until("createdAt", says="Written up to this date."),
    },
    open=frozenset({"ticket"}),
)
ARCHIVES = [TICKET, TICKET_MESSAGE]
