"""What sorts tickets: statuses, priorities, categories, types, tags."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from crm.directory.admin.base import JSON_FIELDS, DeskAdmin, DeskFields, DeskRows, StackedRows
from crm.directory.admin.filters import Choices, Related, YesOrNo
from crm.directory.admin.forms import DeskForm
from crm.directory.admin.lists import ListAdmin
from crm.directory.admin.show import foreign, lasting, pill
from crm.tickets.actions import name_categories
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


@admin.register(TicketStatus)
class TicketStatusAdmin(DeskAdmin):
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
class TicketPriorityAdmin(DeskAdmin):
    list_display = ["name", "time_to_answer", "sort_order", "is_default", "status"]
    list_filter = [("status", Choices)]
    search_fields = ["name"]
    bit_masks = {"flags": PriorityFlag}
    inlines = [EscalationRows]
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


class CategoryForm(DeskForm):
    """A category, which cannot hang below itself."""

    def clean_parent(self) -> TicketCategory | None:
        parent: TicketCategory | None = self.cleaned_data["parent"]
        above = parent
        while above is not None and self.stored.pk is not None:
            if above.pk == self.stored.pk:
                raise ValidationError(_("A category cannot hang below itself."))
            above = above.parent
        return parent


@admin.register(TicketCategory)
class TicketCategoryAdmin(DeskAdmin):
    form = CategoryForm
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

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: Any) -> None:
        super().save_model(request, obj, form, change)
        name_categories(obj)

    @admin.display(description=_("category"), ordering="fullname")
    def path(self, category: TicketCategory) -> SafeString:
        return foreign(category)

    @admin.display(description=_("members only"), boolean=True)
    def members_only(self, category: TicketCategory) -> bool:
        return bool(category.flags & CategoryFlag.MEMBERS_ONLY)


@admin.register(TicketType)
class TicketTypeAdmin(ListAdmin):
    list_display = ["name", "default_status", "default_priority", "is_default", "show_in_new", "deleted"]
    list_select_related = ["default_status", "default_priority"]
    list_filter = [("deleted", YesOrNo), ("show_in_new", YesOrNo)]
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
