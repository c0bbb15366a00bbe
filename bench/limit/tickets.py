"""The carriers of tickets, their messages, the lists that sort them, and system events."""

from __future__ import annotations

from bench.limit.people import NO_RIGHTS, PERSON, PERSON_JOINS, PROJECT, PROJECT_JOINS, SALE, SALE_JOINS
from bench.limit.reader import Members, Nested, Reader, columns, dates, ids

STATUS = Reader(
    {
        **columns("s", "TicketStatusId id\nName name"),
        "Status": "BASE[{s.base}]",
        "TimeCounter": "COUNTER[{s.time_counter}]",
        **columns("s", "NoEmailReopen no_email_reopen\nIsDefault is_default\nUsedInQueue used_in_queue"),
        **NO_RIGHTS,
    },
    "crm_ticketstatus s",
)
TAG = Reader({**columns("g", "Id id\nName name\nToolTip tooltip"), **NO_RIGHTS}, "crm_tickettag g")

_RULES = {
    "TicketRead": "ticket_read",
    "ChangedOwner": "changed_owner",
    "TicketNewinfo": "ticket_newinfo",
    "TicketClosed": "ticket_closed",
    "TicketChangedPriority": "ticket_changed_priority",
    "TicketNew": "ticket_new",
}
_HOURS: Members = {
    f"{day}{edge}": f"clock({{o.{day.lower()}_{edge.lower()}}})"
    for day in ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    for edge in ("Start", "Stop")
}
PRIORITY = Reader(
    {
        **columns("o", "TicketPriorityId id\nName name"),
        "Status": "PRIORITY_STATE[{o.status}]",
        "Flags": "flags({o.flags}, PRIORITY_FLAGS)",
        **columns("o", "SortOrder sort_order"),
        **{name: f"ESCALATE[{{o.{column}}}]" for name, column in _RULES.items()},
        **columns("o", "Deadline deadline"),
        **_HOURS,
        **columns("o", "NonDates non_dates"),
        "EscalationLevels": "[]",  # the bench's world has none, and a list costs nothing once it is remembered
        **NO_RIGHTS,
    },
    "crm_ticketpriority o",
)
CATEGORY = Reader(
    {
        **columns("c", "TicketCategoryId id"),
        **columns("c", "ParentId parent_id", "-1"),
        **columns("c", "Name name\nFullname fullname"),
        **ids("c", "CategoryMaster category_master_id"),
        "Flags": "flags({c.flags}, CATEGORY_FLAGS)",
        "DelegateMethod": "DELEGATE[{c.delegate_method}]",
        **columns("c", "ExternalName external_name"),
        "ClosingStatus": "CLOSING[{c.closing_status}]",
        "MsgClosingStatus": "CLOSING[{c.msg_closing_status}]",
        **columns("c", "AssignmentLag assignment_lag\nReplyTemplate reply_template"),
        **columns("c", "NotificationEmail notification_email"),
        "DefaultTicketStatus": "m.status.get({c.default_ticket_status_id})",
        "DefaultMessageStatus": "m.status.get({c.default_message_status_id})",
        **columns("c", "EffectiveReplyTemplateId reply_template"),
        **columns("c", "ExtraFields extra_fields\nCustomFields custom_fields"),
        **NO_RIGHTS,
    },
    "crm_ticketcategory c",
)

MESSAGE = Reader(
    {
        **columns("x", "TicketMessageId id"),
        **dates("x", "CreatedAt created_at"),
        "Slevel": "LEVEL[{x.slevel}]",
        **columns("x", "Important important\nAuthor author"),
        **ids("x", "PersonId person_id"),
        "PersonFullName": "joined(' ', {p.firstname}, {p.middle_name}, {p.lastname})",
        **ids("p", "ContactId contact_id"),
        **columns("pc", "ContactName name\nContactDepartment department", "''"),
        **columns("x", "NumAttachments num_attachments\nEmailHeader email_header"),
        "MessageHeaders": "k.get({x.id}, [])",
        **columns("x", "Language language\nSentiment sentiment\nSentimentConfidence sentiment_confidence"),
        **ids("x", "CreatedBy created_by_id"),
        **dates("x", "ChangedAt changed_at"),
        "Badge": "BADGE[{x.badge}]",
        **NO_RIGHTS,
    },
    """crm_ticketmessage x
    LEFT JOIN crm_person p ON p.id = x.person_id
    LEFT JOIN crm_contact pc ON pc.id = p.contact_id
    WHERE x.ticket_id = $1 ORDER BY x.created_at, x.id""",
)
HEADER = Reader(
    {
        **columns("h", "Id id\nName name\nValue value\nStdItem std_item\nStdItemCol std_item_column"),
        **NO_RIGHTS,
    },
    "crm_ticketmessageheader h WHERE h.message_id = ANY($1) ORDER BY h.id",
    also="h.message_id",
)
MESSAGE_ID = MESSAGE.columns.index("x.id")

_SPANS = """
TimeToReply time_to_reply
RealTimeToReply real_time_to_reply
TimeToClose time_to_close
RealTimeToClose real_time_to_close
TimeSpentInternally time_spent_internally
TimeSpentExternally time_spent_externally
TimeSpentQueue time_spent_queue
RealTimeSpentInternally real_time_spent_internally
RealTimeSpentExternally real_time_spent_externally
RealTimeSpentQueue real_time_spent_queue
TimeSpent time_spent
HasAttachment has_attachment
NumReplies num_replies
NumMessages num_messages
FromAddress from_address
"""
_MOMENTS = """
CreatedAt created_at
LastChanged last_changed
ReadByOwner read_by_owner
ReadByCustomer read_by_customer
FirstReadByOwner first_read_by_owner
FirstReadByUser first_read_by_user
Activate activate
ClosedAt closed_at
RepliedAt replied_at
AlertTimeout alert_timeout
Deadline deadline
"""
TICKET = Reader(
    {
        **columns("t", "TicketId id\nTitle title"),
        **dates("t", _MOMENTS),
        "CreatedBy": "m.associate.get({t.created_by_id})",
        **columns("t", "Author author"),
        "OwnedBy": "m.associate.get({t.owner_id})",
        "Category": "m.category.get({t.category_id})",
        "Slevel": "LEVEL[{t.slevel}]",
        "Priority": "m.priority.get({t.priority_id})",
        "BaseStatus": "BASE[{t.base_status}]",
        "Status": "m.status.get({t.status_id})",
        "Origin": "ORIGIN[{t.origin}]",
        "Person": Nested("{t.person_id}", PERSON),
        "SecondaryPersons": "k['persons']",
        **columns("t", "AlertLevel alert_level"),
        **ids("t", "ConnectId connected_to_id"),
        "ReadStatus": "READ[{t.read_status}]",
        **columns("t", _SPANS),
        "Messages": "k['messages']",
        "Tags": "k['tags']",
        **columns("t", "Language language\nSentiment sentiment\nSentimentConfidence sentiment_confidence"),
        **ids("t", "SuggestedCategoryId suggested_category_id"),
        **columns("tc", "SuggestedCategoryName name", "''"),
        **ids("t", "OrigHumanCategoryId orig_human_category_id"),
        "IconHint": "f'ticket_{BASE[{t.base_status}].lower()}_{READ[{t.read_status}].lower()}'",
        "Sale": Nested("{t.sale_id}", SALE),
        "Project": Nested("{t.project_id}", PROJECT),
        "FormSubmission": "None",
        "TicketType": "m.type.get({t.ticket_type_id})",
        "ActiveStatusMonitorId": "0",
        **columns("t", "ExtraFields extra_fields\nCustomFields custom_fields"),
        "TableRight": "m.right",
        "FieldProperties": "m.ticket_fields",
    },
    f"""crm_ticket t LEFT JOIN crm_person p ON p.id = t.person_id {PERSON_JOINS}
    LEFT JOIN crm_ticketcategory tc ON tc.id = t.suggested_category_id {SALE_JOINS} {PROJECT_JOINS}
    WHERE t.id = $1""",
)

EVENT = Reader(
    {
        **columns("e", "SystemEventId id"),
        "Scope": "SCOPE[{e.scope}]",
        **dates("e", "Eta eta"),
        **columns("e", "Eventkey key\nEventmess message\nExtraInfo extra_info\nOwner owner"),
        **columns("e", "UpdatedCount updated_count"),
        **dates("e", "Registered registered"),
        "ActivatedBy": "m.associate.get({e.activated_by_id})",
        "TableRight": "m.right",
        "FieldProperties": "m.event_fields",
    },
    "crm_systemevent e WHERE e.id = $1",
)
TAG_IDS = b"SELECT tickettag_id FROM crm_ticket_tags WHERE ticket_id = $1 ORDER BY id"
