"""What stands around appointments: rows within their form, and lists of their own to look things up."""

from __future__ import annotations

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from crm.appointments.models import (
    AppointmentLink,
    AppointmentVisibility,
    Participant,
    Recurrence,
    RecurrencePattern,
    Weekday,
)
from crm.directory.admin.base import DeskRows, Records
from crm.directory.admin.filters import Choices, Related
from crm.directory.admin.show import day_and_time, link, tags


class ParticipantRows(DeskRows):
    model = Participant
    fields = ["associate", "person", "email_address", "send_email", "invitation_status"]
    autocomplete_fields = ["associate", "person"]
    bare_relations = ["associate", "person"]
    rows_select_related = ["associate", "person"]


class LinkRows(DeskRows):
    model = AppointmentLink
    fields = ["entity_name", "entity_id", "description"]


class VisibilityRows(DeskRows):
    model = AppointmentVisibility
    verbose_name = _("reader")
    verbose_name_plural = _("visible for")
    fields = ["visibility", "associate", "group"]
    autocomplete_fields = ["associate", "group"]
    bare_relations = ["associate", "group"]
    rows_select_related = ["associate", "group"]


class AroundAdmin(Records):
    """Looked up here, changed in the form of the appointment."""

    seen_through = "appointment"
    ordering = ["-id"]
    sortable_by = ()

    @admin.display(description=_("appointment"))
    def of_appointment(self, row: Participant | AppointmentLink | AppointmentVisibility) -> SafeString:
        return link(row.appointment)


@admin.register(Participant)
class ParticipantAdmin(AroundAdmin):
    list_display = ["__str__", "of_appointment", "invitation_status", "send_email"]
    list_select_related = ["appointment", "associate", "person"]
    list_filter = [("associate", Related), ("person", Related), ("invitation_status", Choices)]
    search_fields = ["email_address__istartswith"]


@admin.register(AppointmentLink)
class AppointmentLinkAdmin(AroundAdmin):
    list_display = ["__str__", "of_appointment", "description"]
    list_select_related = ["appointment"]
    search_fields = ["entity_id__exact"]


@admin.register(AppointmentVisibility)
class AppointmentVisibilityAdmin(AroundAdmin):
    list_display = ["__str__", "of_appointment", "visibility"]
    list_select_related = ["appointment", "associate", "group"]
    list_filter = [("visibility", Choices)]


@admin.register(Recurrence)
class RecurrenceAdmin(Records):
    """The rule of a series, as it was sent."""

    list_display = ["id", "repeats", "on_days", "starts", "ends"]
    list_filter = [("pattern", Choices)]
    ordering = ["-id"]
    sortable_by = ["id"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("start_date", "end_date"),
                    ("end_type", "counter"),
                    "pattern",
                    ("day_pattern", "day_cycle"),
                    ("on_days", "week_cycle"),
                    ("month_pattern", "month_cycle"),
                    ("month_day", "month_week"),
                    ("year_pattern", "year_month"),
                    ("year_day", "year_week"),
                    "dates",
                ]
            },
        )
    ]

    @admin.display(description=_("repeats"))
    def repeats(self, rule: Recurrence) -> str:
        return str(RecurrencePattern(rule.pattern).label)

    @admin.display(description=_("weekdays"))
    def on_days(self, rule: Recurrence) -> SafeString:
        return tags([str(day.label) for day in Weekday if rule.weekdays & day])

    @admin.display(description=_("from"))
    def starts(self, rule: Recurrence) -> SafeString:
        return day_and_time(rule.start_date)

    @admin.display(description=_("to"))
    def ends(self, rule: Recurrence) -> SafeString:
        return day_and_time(rule.end_date)
