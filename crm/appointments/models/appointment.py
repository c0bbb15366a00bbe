"""Appointments: meetings, calls and things to do, in somebody's diary or checklist."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from crm.appointments.models.enums import (
    AppointmentType,
    CautionWarning,
    ExternalOwner,
    Privacy,
    State,
)
from crm.appointments.models.recurrence import Recurrence
from crm.appointments.models.state import IN_THE_CHECKLIST, IN_THE_DIARY, OUT_OF_THE_DIARY
from crm.directory.models import Associate, Contact, Entity, Person, Priority, Project, Relation, Sale, Task
from crm.directory.models.owned import OwnedQuerySet, reach
from crm.wire.rights import SELECT

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager
    from django_stubs_ext import StrPromise

    from crm.appointments.models.around import AppointmentVisibility, Participant


class AppointmentQuerySet(OwnedQuerySet["Appointment"]):
    """Which appointments."""

    entity = Entity.APPOINTMENT

    def visible_to(self, associate: Associate) -> AppointmentQuerySet:
        """The owner's, one's own bookings, and those that somebody made visible; all for an administrator.

        Of others' diaries those alone that the role reaches.
        """
        if associate.is_administrator:
            return self
        own = mine = Q(associate=associate) | Q(created_by=associate)
        if associate.is_internal:
            own |= (
                Q(visible_for__visibility=0)
                | Q(visible_for__associate=associate)
                | Q(visible_for__group=associate.group_id or 0)
                | Q(visible_for__group__in=associate.other_groups.all())
                | Q(visible_for=None)
            )
        rows = self.filter(pk__in=Appointment.objects.filter(own).values("pk"))
        part = reach(associate, self.entity, self.owner, SELECT) if associate.is_internal else True
        if isinstance(part, bool):
            return rows if part else rows.filter(mine)
        return rows.filter(mine | part)

    def of_customer(self, associate: Associate) -> dict[Relation, Q]:
        return {Relation.MY_OWN: Q(associate=associate) | Q(created_by=associate)}

    def in_diaries(self) -> AppointmentQuerySet:
        """Those that stand in a diary: neither in a checklist, nor declined, cancelled or hidden."""
        return self.filter(type__in=IN_THE_DIARY).exclude(state__in=OUT_OF_THE_DIARY)

    def masked_for(self, associate: Associate) -> AppointmentQuerySet:
        """Entries of diaries that are not visible to a colleague, who sees only that the time is taken."""
        if associate.is_administrator or not associate.is_internal:
            return self.none()
        seen = Appointment.objects.visible_to(associate).filter(pk=OuterRef("pk"))
        return self.in_diaries().filter(~Exists(seen)).reached_by(associate, SELECT)

    def in_checklists(self, at: datetime.datetime) -> AppointmentQuerySet:
        """What is still to do: entries of checklists, and those of diaries that are over; none that is done."""
        overdue = Q(type__in=IN_THE_DIARY, end__lt=at)
        rows = self.filter(Q(type__in=IN_THE_CHECKLIST) | overdue)
        return rows.exclude(state__in=(State.COMPLETED, *OUT_OF_THE_DIARY))

    def between(self, start: datetime.datetime | None, end: datetime.datetime | None) -> AppointmentQuerySet:
        """Those that touch a span of time; None leaves it open. One that ends as the span starts is left out."""
        rows = self
        if start is not None:
            rows = rows.filter(Q(end__gt=start) | Q(start__gte=start))
        return rows.filter(start__lt=end) if end is not None else rows

    def own_of(self, associate: Associate, meetings: Sequence[int]) -> AppointmentQuerySet:
        """A user's own entries for these meetings, which go by the id of either."""
        return self.filter(Q(pk__in=meetings) | Q(mother__in=meetings), associate=associate)

    def with_later(self) -> AppointmentQuerySet:
        """These, and the later ones of the same series that have the same owner."""
        same = {name: OuterRef(name) for name in ("recurrence", "associate")}
        earlier = self.filter(**same, start__lte=OuterRef("start"))
        return Appointment.objects.filter(Q(pk__in=self.values("pk")) | Exists(earlier))

    def published(self, at: datetime.datetime) -> AppointmentQuerySet:
        """Those that are published at a moment, the last and the first one included."""
        since = Q(publish_from=None) | Q(publish_from__lte=at)
        until = Q(publish_to=None) | Q(publish_to__gte=at)
        return self.filter(since, until, is_published=True)


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

    def __str__(self) -> str:
        return self.title or self.description[:60] or f"#{self.pk}"

    def is_changeable_by(self, associate: Associate) -> bool:
        """Whether this user may change and delete it: its owner may, and an administrator."""
        return self.associate_id == associate.pk or associate.is_administrator
