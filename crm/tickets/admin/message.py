"""Messages of tickets."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from crm.directory.admin.actions import ActionAdmin
from crm.directory.admin.base import DeskRows
from crm.directory.admin.filters import Choices, Days, Related, YesOrNo
from crm.directory.admin.forms import DeskForm
from crm.directory.admin.show import NOTHING, day_and_time, foreign, link, once, pill
from crm.directory.models import Associate
from crm.tickets.actions import save_message
from crm.tickets.admin.attachment import files_of
from crm.tickets.models import SecurityLevel, TicketMessage, TicketMessageHeader


class HeaderRows(DeskRows):
    model = TicketMessageHeader
    fields = ["name", "value", "std_item", "std_item_column"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(TicketMessage)
class TicketMessageAdmin(ActionAdmin):
    list_display = ["made", "of_ticket", "writer", "access", "text", "num_attachments", "time_spent"]
    list_display_links = ["text"]
    list_select_related = ["ticket", "created_by", "person"]
    list_only = [
        "created_at",
        "author",
        "slevel",
        "body",
        "num_attachments",
        "time_spent",
        "important",
        "ticket__title",
        "created_by__name",
        "created_by__full_name",
        "person__firstname",
        "person__middle_name",
        "person__lastname",
        "person__email",
    ]
    list_filter = [
        ("ticket", Related),
        ("created_by", Related),
        ("slevel", Choices),
        ("important", YesOrNo),
        ("created_at", Days),
    ]
    search_fields = ["ticket__id__exact"]
    search_help_text = _("Number of the ticket")
    ordering = ["-id"]
    sortable_by = ()
    autocomplete_fields = ["ticket", "person"]
    inlines = [HeaderRows]
    readonly_fields = [
        "files",
        "created_at",
        "created_by",
        "changed_at",
        "num_attachments",
        "sentiment",
        "sentiment_confidence",
    ]
    add_fieldsets = [(None, {"fields": ["ticket", ("slevel", "important"), "body", "time_spent", "person"]})]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "ticket",
                    ("slevel", "important"),
                    "body",
                    "files",
                    ("time_spent", "person"),
                    ("created_at", "created_by"),
                ]
            },
        ),
        (
            _("More"),
            {
                "classes": ["tab"],
                "fields": [
                    ("author", "changed_at"),
                    ("type", "category"),
                    ("language", "num_attachments"),
                    ("sentiment", "sentiment_confidence"),
                    "message_id",
                    "html_body",
                    "email_header",
                    "extra_fields",
                    "custom_fields",
                ],
            },
        ),
    ]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        term = search_term.strip().removeprefix("#")
        if not term:
            return queryset, False
        return (
            queryset.filter(ticket=int(term)) if term.isdecimal() and len(term) < 10 else queryset.none()
        ), False

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> TicketMessage:
        message: TicketMessage = save_message(noun, values, by=by)
        return message

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else super().get_inline_instances(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was said stays said; it goes with its ticket."""
        return False

    @admin.display(description=_("files"))
    @once
    def files(self, message: TicketMessage) -> SafeString:
        return files_of(message) if message.pk else NOTHING

    @admin.display(description=_("created"), ordering="id")
    def made(self, message: TicketMessage) -> SafeString:
        return day_and_time(message.created_at)

    @admin.display(description=_("ticket"))
    def of_ticket(self, message: TicketMessage) -> SafeString:
        return link(message.ticket)

    @admin.display(description=_("author"))
    def writer(self, message: TicketMessage) -> SafeString:
        return foreign(message.author or message.person or message.created_by)

    @admin.display(description=_("access"))
    def access(self, message: TicketMessage) -> SafeString:
        internal = message.slevel == SecurityLevel.INTERNAL
        return pill(message.get_slevel_display(), "soon" if internal else "busy")

    @admin.display(description=_("text"))
    def text(self, message: TicketMessage) -> SafeString:
        return foreign(Truncator(message.body).chars(120) or _("(no text)"))
