"""Appointments: meetings, calls and things to do, in somebody's diary or checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm.appointments.models.enums import (
    AppointmentType,
    CautionWarning,
    ExternalOwner,
    Privacy,
    State,
)
from crm.appointments.models.recurrence import Recurrence
from crm.appointments.models.which import AppointmentQuerySet
from crm.directory.models import Associate, Contact, Person, Priority, Project, Sale, Task

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager
    from django_stubs_ext import StrPromise

    from crm.appointments.models.around import AppointmentVisibility, Participant


def _text(label: StrPromise, length: int) -> models.CharField[Any, Any]:
    return models.CharField(label, max_length=length, blank=True)


def _moment(label: StrPromise) -> models.DateTimeField[Any, Any]:
    return models.DateTimeField(label, null=True, blank=True)


def _minutes(label: StrPromise) -> models.PositiveSmallIntegerField[Any, Any]:
    return models.PositiveSmallIntegerField(label, default=0)


class Appointment(models.Model):
    """An appointment. Times are UTC; lead, lag and alarm are minutes."""

    associate = models.ForeignKey(
        Associate,
        on_delete=models.CASCADE,
        related_name="appointments",
        db_index=False,
        verbose_name=_("owner"),
    )
    contact = models.ForeignKey(
        Contact,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("company"),
    )
    created_by = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        db_index=False,
        verbose_name=_("created by"),
    )
    updated_by = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        editable=False,
        db_index=False,
        verbose_name=_("changed by"),
    )
    created_at = models.DateTimeField(_("created"))
    updated_at = models.DateTimeField(_("changed"))
    title = _text(_("title"), 254)
    description = models.TextField(_("description"), blank=True, max_length=2048)
    agenda = models.TextField(_("agenda"), blank=True)
    internal_notes = models.TextField(_("internal notes"), blank=True)
    start = _moment(_("start"))
    end = _moment(_("end"))
    done_at = _moment(_("completed at"))
    active_date = _moment(_("shown at"))
    invited_person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("invitee"),
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("person"),
    )
    mother = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("booking"),
    )
    priority = models.ForeignKey(
        Priority,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("priority"),
    )
    private = models.PositiveSmallIntegerField(_("privacy"), choices=Privacy.choices, default=Privacy.PUBLIC)
    project = models.ForeignKey(
        Project,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("project"),
    )
    sale = models.ForeignKey(
        Sale,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("sale"),
    )
    task = models.ForeignKey(
        Task,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("activity"),
    )
    type = models.PositiveSmallIntegerField(
        _("type"), choices=AppointmentType.choices, default=AppointmentType.IN_DIARY
    )
    state = models.PositiveSmallIntegerField(_("status"), choices=State.choices, default=State.NOT_STARTED)
    alarm_lead_minutes = _minutes(_("alarm, minutes before"))
    has_alarm = models.BooleanField(_("alarm"), default=False)
    color_index = models.PositiveSmallIntegerField(_("colour"), default=0)
    is_free = models.BooleanField(_("free"), default=False)
    is_all_day = models.BooleanField(_("all day"), default=False)
    lag_minutes = _minutes(_("minutes blocked after"))
    lead_minutes = _minutes(_("minutes blocked before"))
    location = _text(_("place"), 254)
    reject_counter = models.PositiveSmallIntegerField(_("refusals"), default=0, editable=False)
    reject_reason = _text(_("reason of the refusal"), 254)
    # The span that other busy entries of the owner collide with; NULL when this entry leaves the owner free.
    busy_from = models.DateTimeField(_("busy from"), null=True, blank=True, editable=False)
    busy_until = models.DateTimeField(_("busy until"), null=True, blank=True, editable=False)
    recurrence = models.ForeignKey(
        Recurrence,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("recurrence"),
    )
    assigned_by = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("assigned by"),
    )
    preferred_zone = models.PositiveIntegerField(_("time zone id"), default=0)
    suggested_appointment_id = models.PositiveIntegerField(_("guide step"), default=0)
    is_milestone = models.BooleanField(_("milestone"), default=False)
    caution_warning = models.PositiveSmallIntegerField(
        _("warning"), choices=CautionWarning.choices, default=CautionWarning.OK
    )
    owned_externally = models.PositiveSmallIntegerField(
        _("owned by"), choices=ExternalOwner.choices, default=ExternalOwner.NONE
    )
    videomeet_url = _text(_("video meeting"), 1024)
    videomeet_id = _text(_("video meeting id"), 254)
    uid = models.CharField(_("id in other calendars"), max_length=254, blank=True, editable=False)
    publish_event_date = _moment(_("publication's date"))
    publish_from = _moment(_("published from"))
    publish_to = _moment(_("published to"))
    is_published = models.BooleanField(_("published"), default=False)
    user_defined_fields = models.JSONField(_("user-defined fields"), default=dict, blank=True)
    extra_fields = models.JSONField(_("extra fields"), default=dict, blank=True)
    custom_fields = models.JSONField(_("custom fields"), default=dict, blank=True)
    field_values = models.JSONField(_("values of custom fields"), null=True, blank=True, editable=False)

    objects = AppointmentQuerySet.as_manager()

    if TYPE_CHECKING:
        participants: RelatedManager[Participant]
        visible_for: RelatedManager[AppointmentVisibility]

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-start", "-id"]
        indexes = [
            models.Index("associate", F("start").desc(), F("id").desc(), name="appointment_diary"),
            models.Index(F("start").desc(), F("id").desc(), name="appointment_newest"),
            models.Index(fields=["associate", "busy_until", "busy_from"], name="appointment_busy"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["uid"], condition=~Q(uid=""), name="appointment_uid_once")
        ]

    def __str__(self) -> str:
        return self.title or self.description[:60] or f"#{self.pk}"

    def is_changeable_by(self, associate: Associate) -> bool:
        """Whether this user may change and delete it: its owner may, and an administrator."""
        return self.associate_id == associate.pk or associate.is_administrator
