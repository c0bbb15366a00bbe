"""Workflow events: the record of what came in."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from crm.directory.admin.actions import ActionAdmin
from crm.directory.admin.filters import Choices, Days, Related
from crm.directory.admin.forms import DeskForm
from crm.directory.admin.show import day_and_time, foreign, json_text
from crm.directory.models import Associate
from crm.workflows.actions import record_event
from crm.workflows.models import WorkflowEvent


@admin.register(WorkflowEvent)
class WorkflowEventAdmin(ActionAdmin):
    list_display = ["received", "event_type", "excerpt", "received_from"]
    list_select_related = ["received_from"]
    list_filter = [("event_type", Choices), ("received_from", Related), ("received_at", Days)]
    sortable_by = ()
    add_fieldsets = [
        (
            None,
            {
                "fields": ["event_type", "attributes"],
                "description": _("Records an event by hand, as if it had come in."),
            },
        )
    ]
    fieldsets = [(None, {"fields": ["event_type", "received_at", "received_from", "readable"]})]
    readonly_fields = ["event_type", "received_at", "received_from", "readable"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else self.readonly_fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing changes an event afterwards."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> Model:
        given = form.cleaned_data
        return record_event(given["event_type"], given["attributes"], by=by)

    @admin.display(description=_("received"))
    def received(self, event: WorkflowEvent) -> SafeString:
        return day_and_time(event.received_at)

    @admin.display(description=_("attributes"))
    def excerpt(self, event: WorkflowEvent) -> SafeString:
        return foreign(Truncator(event.attributes).chars(120))

    @admin.display(description=_("attributes"))
    def readable(self, event: WorkflowEvent) -> SafeString:
        """JSON laid out; anything else as it came."""
        try:
            return json_text(json.loads(event.attributes))
        except ValueError:
            return format_html('<pre class="desk-json" dir="auto">{}</pre>', event.attributes)
