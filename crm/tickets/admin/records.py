"""Rows that belong to others, to be looked up: they are changed in the form of what they belong to."""

from __future__ import annotations

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from crm.directory.admin.base import Records
from crm.directory.admin.filters import Related, RelatedChoices
from crm.directory.admin.show import foreign, lasting, link
from crm.tickets.models import CategoryMembership, EscalationLevel, TicketMessageHeader


@admin.register(CategoryMembership)
class CategoryMembershipAdmin(Records):
    list_display = ["associate", "category", "weight"]
    list_select_related = ["associate", "category"]
    list_filter = [("category", Related), ("associate", Related)]


@admin.register(EscalationLevel)
class EscalationLevelAdmin(Records):
    list_display = ["priority", "level", "after", "delegate_to", "email_to"]
    list_select_related = ["priority", "delegate_to"]
    list_filter = [("priority", RelatedChoices)]

    @admin.display(description=_("after"))
    def after(self, level: EscalationLevel) -> str:
        return lasting(level.timeout * 60)


@admin.register(TicketMessageHeader)
class TicketMessageHeaderAdmin(Records):
    seen_through = "message__ticket"
    list_display = ["name", "text", "of_message"]
    list_select_related = ["message"]
    list_only = ["name", "value", "message__body"]
    ordering = ["-id"]
    sortable_by = ()

    @admin.display(description=_("value"))
    def text(self, header: TicketMessageHeader) -> SafeString:
        return foreign(header.value)

    @admin.display(description=_("message"))
    def of_message(self, header: TicketMessageHeader) -> SafeString:
        return link(header.message)
