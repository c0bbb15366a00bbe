"""The carriers of the lists that sort tickets."""

from __future__ import annotations

from typing import Any

from crm.directory.contracts import ASSOCIATE
from crm.directory.contracts import TICKET_PRIORITY as CHOSEN_PRIORITY
from crm.directory.models import UserGroup
from crm.tickets.contracts.enums import (
    BASE_STATUS,
    CATEGORY_FLAGS,
    CLOSING_STATUS,
    DELEGATE_METHOD,
    ESCALATE_EVENT,
    PRIORITY_FLAGS,
    PRIORITY_STATE,
    TIME_COUNTER,
)
from crm.tickets.models import (
    CategoryFlag,
    EscalationLevel,
    TicketCategory,
    TicketPriority,
    TicketStatus,
    TicketTag,
    TicketType,
    days_off,
)
from crm.wire import kinds
from crm.wire.contract import (
    RIGHTS,
    Collection,
    Column,
    Computed,
    Contract,
    Dictionary,
    Enum,
    Flags,
    Id,
    Key,
    Reference,
    Spec,
)
from crm.wire.kinds import Kind

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

TICKET_STATUS = Contract(
    "TicketStatusEntity",
    TicketStatus,
    {
        "TicketStatusId": Key(),
        "Name": "name",
        "Status": Enum("base", BASE_STATUS),
        "TimeCounter": Enum("time_counter", TIME_COUNTER),
        "NoEmailReopen": "no_email_reopen",
        "IsDefault": "is_default",
        "UsedInQueue": "used_in_queue",
        **RIGHTS,
    },
    listed=True,
)

TICKET_TAG = Contract(
    "Tag",
    TicketTag,
    {"Id": Key(), "Name": "name", "ToolTip": "tooltip", **RIGHTS},
    listed=True,
)

ESCALATION_LEVEL = Contract(
    "TicketPriorityEscalationLevelEntity",
    EscalationLevel,
    {
        "TicketAlertId": Key(),
        "AlertLevel": "level",
        "AlertTimeout": "timeout",
        "Action": "action",
        "DelegateTo": Id("delegate_to", lambda: ASSOCIATE),
        "ScriptId": "script_id",
        "EmailTo": "email_to",
        "SmsTo": "sms_to",
        "ReplyTemplateIdCustomer": "template_customer",
        "ReplyTemplateIdUser": "template_user",
        "ReplyTemplateIdCatmast": "template_category_master",
        "ReplyTemplateIdEmail": "template_email",
        "RtiCustomerSms": "template_customer_sms",
        "ReplyTemplateIdUserSms": "template_user_sms",
        "ReplyTemplateIdCatmastSms": "template_category_master_sms",
        "ReplyTemplateIdSms": "template_sms",
        **RIGHTS,
    },
)

_OFFICE_HOURS: dict[str, Spec] = {
    f"{day}{edge}": Column(f"{day.lower()}_{edge.lower()}") for day in DAYS for edge in ("Start", "Stop")
}


def _read_days(given: Any) -> list[str]:
    return days_off([kinds.STRING.read(day)[:10] for day in kinds.ARRAY.read(given)])


def _write_days(days: Any) -> list[str]:
    """Dates with a time, as the documentation types them: midnight is the same day in every zone that reads it.

    What the desk once took for a day and is none is left out, since every ticket answers its priority.
    """
    kept = days if isinstance(days, list) else []
    return [f"{day[:10]}T00:00:00" for day in kept if isinstance(day, str)]


NON_DATES = Kind("array", "System.DateTime[]", [], _read_days, _write_days)

TICKET_PRIORITY = Contract(
    "TicketPriorityEntity",
    TicketPriority,
    {
        "TicketPriorityId": Key(),
        "Name": "name",
        "Status": Enum("status", PRIORITY_STATE),
        "Flags": Flags("flags", PRIORITY_FLAGS),
        "SortOrder": "sort_order",
        "TicketRead": Enum("ticket_read", ESCALATE_EVENT),
        "ChangedOwner": Enum("changed_owner", ESCALATE_EVENT),
        "TicketNewinfo": Enum("ticket_newinfo", ESCALATE_EVENT),
        "TicketClosed": Enum("ticket_closed", ESCALATE_EVENT),
        "TicketChangedPriority": Enum("ticket_changed_priority", ESCALATE_EVENT),
        "TicketNew": Enum("ticket_new", ESCALATE_EVENT),
        "Deadline": "deadline",
        **_OFFICE_HOURS,
        "NonDates": Column("non_dates", kind=NON_DATES),
        "EscalationLevels": Collection(ESCALATION_LEVEL, "escalation_levels", takes="rows", order=("level",)),
        **RIGHTS,
    },
    listed=True,
)


def _effective_template(own: int, parent: int | None, parent_flags: int | None) -> int:
    if own > 0:
        return own
    inherits = parent is not None and (parent_flags or 0) & CategoryFlag.PROPAGATE_REPLY_TEMPLATE
    return parent if inherits and parent is not None else own


TICKET_CATEGORY: Contract = Contract(
    "TicketCategoryEntity",
    TicketCategory,
    {
        "TicketCategoryId": Key(),
        "ParentId": Id("parent", lambda: TICKET_CATEGORY, none=-1),
        "Name": "name",
        "Fullname": Column("fullname", read_only=True),
        "CategoryMaster": Id("category_master", lambda: ASSOCIATE),
        "Flags": Flags("flags", CATEGORY_FLAGS),
        "DelegateMethod": Enum("delegate_method", DELEGATE_METHOD),
        "ExternalName": "external_name",
        "ClosingStatus": Enum("closing_status", CLOSING_STATUS),
        "MsgClosingStatus": Enum("msg_closing_status", CLOSING_STATUS),
        "AssignmentLag": "assignment_lag",
        "ReplyTemplate": "reply_template",
        "NotificationEmail": "notification_email",
        "DefaultTicketStatus": Reference(TICKET_STATUS, "default_ticket_status"),
        "DefaultMessageStatus": Reference(TICKET_STATUS, "default_message_status"),
        "EffectiveReplyTemplateId": Computed(
            _effective_template, ["reply_template", "parent__reply_template", "parent__flags"], kinds.INTEGER
        ),
        "ExtraFields": Dictionary("extra_fields"),
        "CustomFields": Dictionary("custom_fields"),
        **RIGHTS,
    },
    listed=True,
)

_GROUP_ID = Contract("UserGroupId", UserGroup, {"Id": Key()})

_STATUS_ID = Contract("TicketStatusId", TicketStatus, {"Id": Key()})
_PRIORITY_ID = Contract("TicketPriorityId", TicketPriority, {"Id": Key()})

TICKET_TYPE = Contract(
    "TicketType",
    TicketType,
    {
        "TicketTypeId": Key(),
        "Name": "name",
        "Icon": "icon",
        "DefaultTicketStatus": Id("default_status", lambda: TICKET_STATUS),
        "DefaultTicketPriority": Id("default_priority", lambda: TICKET_PRIORITY),
        "IsDefault": "is_default",
        "ShowInNew": "show_in_new",
        "ExcludeSignature": "exclude_signature",
        "ExcludeEmailRecipients": "exclude_email_recipients",
        "ExternalAsDefault": "external_as_default",
        "VisibleForGroups": Collection(_GROUP_ID, "visible_for_groups", only="Id"),
        "ReplyForwardNoSignature": "reply_forward_no_signature",
        "ReplyExternalAsDefault": "reply_external_as_default",
        **RIGHTS,
    },
    listed=True,
)

TICKET_TYPE_ENTITY = Contract(
    "TicketTypeEntity",
    TicketType,
    {
        "TicketTypeId": Key(),
        "Name": Column("name", mandatory=True),
        "Rank": "rank",
        "Tooltip": "tooltip",
        "Icon": "icon",
        "DefaultTicketStatus": Id("default_status", lambda: TICKET_STATUS),
        "TicketStatuses": Collection(_STATUS_ID, "statuses", takes="ids", only="Id"),
        "DefaultTicketPriority": Id("default_priority", lambda: TICKET_PRIORITY),
        "TicketPriorities": Collection(_PRIORITY_ID, "priorities", takes="ids", only="Id"),
        "ReplyTemplate": "reply_template",
        "IsExternalVisible": "is_external_visible",
        "IsDefault": "is_default",
        "ShowInNew": "show_in_new",
        "ExcludeSignature": "exclude_signature",
        "ExcludeEmailRecipients": "exclude_email_recipients",
        "ExternalAsDefault": "external_as_default",
        "VisibleForGroups": Collection(_GROUP_ID, "visible_for_groups", takes="ids", only="Id"),
        "ReplyForwardNoSignature": "reply_forward_no_signature",
        "ReplyExternalAsDefault": "reply_external_as_default",
        **RIGHTS,
    },
)
_CHOICE: dict[str, Spec] = {"Id": Key(), "Value": Column("name", read_only=True)}

CATEGORY_CHOICE = Contract(
    "TicketCategory",
    TicketCategory,
    {**_CHOICE, "Tooltip": Column("fullname", read_only=True), **RIGHTS},
)
PRIORITY_CHOICE = CHOSEN_PRIORITY
