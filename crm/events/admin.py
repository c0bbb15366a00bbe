"""System events: what the installation is busy with."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from crm.directory.admin.actions import ActionAdmin
from crm.directory.admin.filters import Choices, Days
from crm.directory.admin.forms import DeskForm
from crm.directory.admin.show import foreign, pill, since
from crm.directory.models import Associate
from crm.events.actions import delete_system_event, save_system_event
from crm.events.models import Scope, SystemEvent

TONES = {Scope.SYSTEM_WIDE: "late", Scope.DATABASE: "soon", Scope.GROUP: "busy", Scope.USER: "plain"}


class EventForm(DeskForm):
    renewed_by = "key"


@admin.register(SystemEvent)
class SystemEventAdmin(ActionAdmin):
    form = EventForm
    list_display = ["key", "said", "reach", "owner", "ends", "since_when", "activated_by"]
    list_select_related = ["activated_by"]
    list_filter = [("scope", Choices), ("registered", Days)]
    search_fields = ["key", "message"]
    search_help_text = _("Key or message")
    sortable_by = ["key", "since_when"]
    readonly_fields = ["registered", "activated_by", "updated_count"]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["key", "message", ("scope", "owner"), ("eta", "extra_info")],
                "description": _(
                    "An event runs as long as it stands here: delete it when it is over. "
                    "Saving the same key, scope and owner again renews it."
                ),
            },
        )
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "key",
                    "message",
                    ("scope", "owner"),
                    ("eta", "extra_info"),
                    ("registered", "activated_by"),
                    "updated_count",
                ]
            },
        )
    ]

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> Model:
        return save_system_event(noun, values, by=by)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        delete_system_event(noun, by=by)

    @admin.display(description=_("message"))
    def said(self, event: SystemEvent) -> SafeString:
        return foreign(event.message)

    @admin.display(description=_("scope"), ordering="scope")
    def reach(self, event: SystemEvent) -> SafeString:
        return pill(event.get_scope_display(), TONES[Scope(event.scope)])

    @admin.display(description=_("expected end"))
    def ends(self, event: SystemEvent) -> SafeString:
        now = timezone.now()
        if event.is_overdue(now):
            return format_html("{} {}", since(event.eta, now), pill(_now("Overdue"), "late"))
        return since(event.eta, now)

    @admin.display(description=_("since"), ordering="registered")
    def since_when(self, event: SystemEvent) -> SafeString:
        return since(event.registered, timezone.now())
