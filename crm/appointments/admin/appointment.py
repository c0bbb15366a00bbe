"""Appointments."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from crm.appointments.actions import delete_appointment, save_appointment
from crm.appointments.admin.around import LinkRows, ParticipantRows, VisibilityRows
from crm.appointments.models import (
    Appointment,
    AppointmentLink,
    AppointmentVisibility,
    Participant,
    Privacy,
    State,
)
from crm.directory.admin.actions import ActionAdmin, Collection
from crm.directory.admin.filters import Choices, Days, Related, RelatedChoices, YesOrNo
from crm.directory.admin.forms import DeskForm
from crm.directory.admin.rows import associate_of
from crm.directory.admin.show import day_and_time, foreign, pill, symbol
from crm.directory.models import Associate

TONES = {
    State.COMPLETED: "good",
    State.STARTED: "busy",
    State.BOOKING: "soon",
    State.BOOKING_MOVED: "soon",
    State.ASSIGNMENT: "soon",
    State.BOOKING_DECLINED: "late",
    State.ASSIGNMENT_DECLINED: "late",
}


def whom(row: Any) -> dict[str, object]:
    """A reader as the action takes them: a kind, and the id of the user or the group."""
    return {"visibility": row.visibility, "visible_id": row.associate_id or row.group_id or 0}


def is_theirs(request: HttpRequest, appointment: Any) -> bool:
    """Colleagues read each other's appointments, and their owner changes them."""
    by = associate_of(request)
    return appointment is None or (by is not None and appointment.is_changeable_by(by))


@admin.register(Appointment)
class AppointmentAdmin(ActionAdmin):
    collections = {
        Participant: Collection("participants"),
        AppointmentLink: Collection("links"),
        AppointmentVisibility: Collection("visible_for", whom),
    }
    inlines = [ParticipantRows, LinkRows, VisibilityRows]
    list_display = ["begins", "named", "whose", "activity", "company", "standing", "place"]
    list_display_links = ["begins", "named"]
    list_select_related = ["associate", "task", "contact"]
    list_only = [
        "title",
        "description",
        "start",
        "end",
        "is_all_day",
        "private",
        "state",
        "location",
        "associate__name",
        "associate__full_name",
        "task__name",
        "contact__name",
        "contact__department",
    ]
    list_filter = [
        ("associate", Related),
        ("start", Days),
        ("state", Choices),
        ("type", Choices),
        ("task", RelatedChoices),
        ("contact", Related),
        ("project", Related),
        ("is_all_day", YesOrNo),
    ]
    search_fields = ["title"]
    search_help_text = _("Words of the title")
    sortable_by = ["begins"]
    autocomplete_fields = [
        "associate",
        "contact",
        "person",
        "invited_person",
        "project",
        "sale",
        "assigned_by",
    ]
    readonly_fields = [
        "created_at",
        "created_by",
        "updated_at",
        "updated_by",
        "reject_counter",
        "mother",
        "recurrence",
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    ("start", "end"),
                    "is_all_day",
                    ("associate", "task"),
                    ("location", "priority"),
                    ("contact", "person"),
                    ("type", "state"),
                    "private",
                ]
            },
        ),
        (_("Text"), {"classes": ["tab"], "fields": ["description", "agenda", "internal_notes"]}),
        (
            _("Around it"),
            {
                "classes": ["tab"],
                "fields": [
                    ("project", "sale"),
                    ("invited_person", "assigned_by"),
                    ("has_alarm", "alarm_lead_minutes"),
                    ("lead_minutes", "lag_minutes"),
                    "is_free",
                    ("videomeet_url", "videomeet_id"),
                ],
            },
        ),
        (
            _("More"),
            {
                "classes": ["tab"],
                "fields": [
                    ("done_at", "active_date"),
                    ("is_published", "publish_event_date"),
                    ("publish_from", "publish_to"),
                    ("reject_reason", "caution_warning"),
                    ("owned_externally", "color_index"),
                    ("is_milestone", "suggested_appointment_id"),
                    "extra_fields",
                    "custom_fields",
                    "user_defined_fields",
                ],
            },
        ),
        (
            _("Record"),
            {
                "classes": ["tab"],
                "fields": [
                    ("created_at", "created_by"),
                    ("updated_at", "updated_by"),
                    ("mother", "recurrence"),
                    "reject_counter",
                ],
            },
        ),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What only the server writes is shown once there is something to show."""
        return self.fieldsets if obj is not None else self.fieldsets[:-1]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        own = getattr(getattr(request.user, "associate", None), "pk", None)
        return {"associate": own, **super().get_changeform_initial_data(request)}

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and is_theirs(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and is_theirs(request, obj)

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> Model:
        if "private" in values:
            values.setdefault(
                "visible_for", []
            )  # who sees it follows from its privacy, unless readers were chosen
        return save_appointment(noun, values, by=by)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        delete_appointment(noun, by=by)

    @admin.display(description=_("start"), ordering="start")
    def begins(self, appointment: Appointment) -> SafeString:
        return day_and_time(appointment.start)

    @admin.display(description=_("title"))
    def named(self, appointment: Appointment) -> SafeString:
        private = appointment.private != Privacy.PUBLIC
        lock = symbol("lock", appointment.get_private_display()) if private else ""
        return format_html('<span class="desk-subject">{}{}</span>', lock, foreign(appointment))

    @admin.display(description=_("owner"))
    def whose(self, appointment: Appointment) -> SafeString:
        return foreign(appointment.associate)

    @admin.display(description=_("activity"))
    def activity(self, appointment: Appointment) -> Any:
        return appointment.task

    @admin.display(description=_("company"))
    def company(self, appointment: Appointment) -> SafeString:
        return foreign(appointment.contact)

    @admin.display(description=_("status"))
    def standing(self, appointment: Appointment) -> SafeString:
        state = State(appointment.state)
        return pill(state.label, TONES.get(state, "plain"))

    @admin.display(description=_("place"))
    def place(self, appointment: Appointment) -> SafeString:
        return foreign(appointment.location)
