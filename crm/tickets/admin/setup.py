"""What sorts tickets: statuses, priorities, categories, types, tags."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from crm.directory.admin.actions import ActionAdmin, Collection
from crm.directory.admin.base import JSON_FIELDS, DeskFields, DeskRows, StackedRows
from crm.directory.admin.filters import Choices, Related, YesOrNo
from crm.directory.admin.forms import DeskForm
from crm.directory.admin.lists import ListAdmin
from crm.directory.admin.show import foreign, lasting, pill
from crm.directory.models import Associate
from crm.tickets.actions import (
    retire_category,
    retire_priority,
    retire_status,
    retire_type,
    save_category,
    save_members,
    save_priority,
    save_status,
    save_type,
)
from crm.tickets.admin.show import TONES
from crm.tickets.models import (
    BaseStatus,
    CategoryFlag,
    CategoryMembership,
    EscalationLevel,
    PriorityFlag,
    TicketCategory,
    TicketPriority,
    TicketStatus,
    TicketTag,
    TicketType,
)


class Alert(models.IntegerChoices):
    """What a level of escalation does; the bits of `EscalationLevel.action`."""

    REASSIGN = 1, _("Assign to somebody else")
    MAIL_OWNER = 16, _("Mail the owner")
    MAIL_MASTER = 32, _("Mail the category's administrator")
    MAIL_CUSTOMER = 8, _("Mail the customer")
    MAIL_OTHERS = 4, _("Mail others")
    TEXT_OWNER = 256, _("Text the owner")
    TEXT_MASTER = 512, _("Text the category's administrator")
    TEXT_CUSTOMER = 128, _("Text the customer")
    TEXT_OTHERS = 64, _("Text others")
    SCRIPT = 1024, _("Run a script")


@admin.register(TicketTag)
class TicketTagAdmin(ListAdmin):
    pass


class DefaultForm(DeskForm):
    """A row that may be the default, of which there is one."""

    def _get_validation_exclusions(self) -> set[str]:
        """The mark too: the action takes it from the row that has it."""
        return super()._get_validation_exclusions() | {"is_default"}


@admin.register(TicketStatus)
class TicketStatusAdmin(ActionAdmin):
    form = DefaultForm
    list_display = ["name", "stands_on", "time_counter", "used_in_queue", "is_default", "rank", "deleted"]
    list_filter = [("base", Choices), ("deleted", YesOrNo)]
    search_fields = ["name"]
    fields = [
        "name",
        ("base", "time_counter"),
        "is_default",
        "used_in_queue",
        "no_email_reopen",
        ("rank", "deleted"),
    ]

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> models.Model:
        return save_status(noun, values, by=by)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        retire_status(noun, by=by)

    @admin.display(description=_("base status"), ordering="base")
    def stands_on(self, status: TicketStatus) -> SafeString:
        return pill(status.get_base_display(), TONES[BaseStatus(status.base)])


class EscalationRows(DeskFields, StackedRows):
    model = EscalationLevel
    form = DeskForm
    extra = 0
    tab = True
    hide_title = True
    bit_masks = {"action": Alert}
    autocomplete_fields = ["delegate_to"]
    formfield_overrides = JSON_FIELDS
    fields = [("level", "timeout"), "action", "delegate_to", "email_to", "sms_to"]


@admin.register(TicketPriority)
class TicketPriorityAdmin(ActionAdmin):
    list_display = ["name", "time_to_answer", "sort_order", "is_default", "status"]
    list_filter = [("status", Choices)]
    search_fields = ["name"]
    bit_masks = {"flags": PriorityFlag}
    inlines = [EscalationRows]
    collections = {EscalationLevel: Collection("escalation_levels")}
    fieldsets = [
        (None, {"fields": ["name", ("deadline", "sort_order"), "status", "flags"]}),
        (
            _("Office hours"),
            {
                "classes": ["tab"],
                "description": _("A day without both times is closed."),
                "fields": [
                    *(
                        (f"{day}_start", f"{day}_stop")
                        for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
                    ),
                    "non_dates",
                ],
            },
        ),
        (
            _("Escalation"),
            {
                "classes": ["tab"],
                "fields": [
                    "ticket_new",
                    "ticket_read",
                    "changed_owner",
                    "ticket_newinfo",
                    "ticket_changed_priority",
                    "ticket_closed",
                ],
            },
        ),
    ]

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> models.Model:
        return save_priority(noun, values, by=by)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        retire_priority(noun, by=by)

    @admin.display(description=_("deadline"), ordering="deadline")
    def time_to_answer(self, priority: TicketPriority) -> str:
        return lasting(priority.deadline * 60) if priority.deadline else "–"

    @admin.display(description=_("default"), boolean=True)
    def is_default(self, priority: TicketPriority) -> bool:
        return bool(priority.flags & PriorityFlag.DEFAULT)


class MemberRows(DeskRows):
    model = CategoryMembership
    fields = ["associate", "weight"]
    autocomplete_fields = ["associate"]
    bare_relations = ["associate"]
    rows_select_related = ["associate", "category"]


def member(row: models.Model) -> dict[str, object]:
    """A row of a form as the action takes it."""
    return {name: getattr(row, name) for name in ("associate_id", "weight")}


@admin.register(TicketCategory)
class TicketCategoryAdmin(ActionAdmin):
    list_display = ["path", "category_master", "delegate_method", "default_ticket_status", "members_only"]
    list_select_related = ["category_master", "default_ticket_status"]
    list_filter = [
        ("parent", Related),
        ("category_master", Related),
        ("delegate_method", Choices),
        ("deleted", YesOrNo),
    ]
    search_fields = ["fullname", "name"]
    bit_masks = {"flags": CategoryFlag}
    autocomplete_fields = ["parent", "category_master"]
    inlines = [MemberRows]
    collections = {CategoryMembership: Collection("members", member)}
    readonly_fields = ["fullname", "delegate_counter"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("name", "parent"),
                    ("external_name", "category_master"),
                    ("delegate_method", "assignment_lag"),
                    "flags",
                    "notification_email",
                ]
            },
        ),
        (
            _("Statuses"),
            {
                "classes": ["tab"],
                "fields": [
                    ("default_ticket_status", "default_message_status"),
                    ("closing_status", "msg_closing_status"),
                ],
            },
        ),
        (
            _("More"),
            {
                "classes": ["tab"],
                "fields": [
                    ("fullname", "delegate_counter"),
                    ("reply_template", "deleted"),
                    "extra_fields",
                    "custom_fields",
                ],
            },
        ),
    ]

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, Any], by: Associate, form: DeskForm
    ) -> models.Model:
        members = values.pop("members", None)
        category = save_category(noun, values, by=by)
        if members is not None:
            kept = [each["associate_id"] for each in members]
            gone = category.memberships.exclude(associate__in=kept).values("associate_id")
            save_members(category, added=members, removed=list(gone), by=by)
        return category

    def delete_noun(self, noun: Any, by: Associate) -> None:
        retire_category(noun, by=by)

    @admin.display(description=_("category"), ordering="fullname")
    def path(self, category: TicketCategory) -> SafeString:
        return foreign(category)

    @admin.display(description=_("members only"), boolean=True)
    def members_only(self, category: TicketCategory) -> bool:
        return bool(category.flags & CategoryFlag.MEMBERS_ONLY)


@admin.register(TicketType)
class TicketTypeAdmin(ActionAdmin):
    form = DefaultForm
    list_display = ["name", "default_status", "default_priority", "is_default", "show_in_new", "deleted"]
    list_select_related = ["default_status", "default_priority"]
    list_filter = [("deleted", YesOrNo), ("show_in_new", YesOrNo)]
    search_fields = ["name"]
    autocomplete_fields = ["visible_for_groups", "statuses", "priorities"]
    fields = [
        "name",
        ("tooltip", "icon"),
        ("default_status", "default_priority"),
        "is_default",
        "show_in_new",
        "external_as_default",
        "reply_external_as_default",
        "exclude_signature",
        "reply_forward_no_signature",
        "exclude_email_recipients",
        "is_external_visible",
        "visible_for_groups",
        "statuses",
        "priorities",
        ("rank", "deleted"),
    ]

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> models.Model:
        return save_type(noun, values, by=by)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        retire_type(noun, by=by)
