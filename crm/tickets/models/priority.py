"""Ticket priorities: office hours, deadline and escalation chain."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.directory.models import Associate
from crm.wire.lists import ListQuerySet, ListRow

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class PriorityState(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    NORMAL = 1, _("Normal")
    DELETED = 2, _("Deleted")


class PriorityFlag(models.IntegerChoices):
    EXTERNAL = 1, _("Customers may choose it")
    DEFAULT = 2, _("Default")
    ALERT_SCHEDULE = 4, _("Escalates in office hours only")


class EscalateEvent(models.IntegerChoices):
    NONE = -1, _("Nothing")
    STOP = 0, _("Stop")
    CONTINUE = 1, _("Continue")
    RESTART = 2, _("Restart")


def _rule(label: StrPromise) -> models.SmallIntegerField[Any, Any]:
    return models.SmallIntegerField(label, choices=EscalateEvent.choices, default=EscalateEvent.NONE)


def _clock(label: StrPromise) -> models.TimeField[Any, Any]:
    return models.TimeField(label, null=True, blank=True)


def days_off(given: object) -> list[str]:
    """Days as ISO dates. Raises ValueError with words for people."""
    if not isinstance(given, list):
        raise ValueError(gettext("Days off are a list of dates."))
    try:
        return [datetime.date.fromisoformat(day).isoformat() for day in given]
    except (TypeError, ValueError):
        raise ValueError(gettext("Each day off is a date such as 2026-12-24, in quotation marks.")) from None


class TicketPriority(ListRow):
    """A priority of tickets. Office hours are times of the installation's zone; a day without both is closed."""

    name = models.CharField(_("name"), max_length=254)
    status = models.PositiveSmallIntegerField(
        _("state"), choices=PriorityState.choices[1:], default=PriorityState.NORMAL
    )
    flags = models.PositiveSmallIntegerField(_("flags"), default=0)
    sort_order = models.PositiveSmallIntegerField(
        _("order"), default=50, help_text=_("1 is first, 100 is last.")
    )
    ticket_read = _rule(_("when read"))
    changed_owner = _rule(_("when the owner is changed by hand"))
    ticket_newinfo = _rule(_("when a message is added"))
    ticket_closed = _rule(_("when closed"))
    ticket_changed_priority = _rule(_("when changed to this priority"))
    ticket_new = _rule(_("when new"))
    deadline = models.PositiveIntegerField(
        _("deadline in minutes"),
        default=0,
        help_text=_("Office minutes until a new ticket is due; 0 is never."),
    )
    mon_start = _clock(_("Monday from"))
    mon_stop = _clock(_("Monday to"))
    tue_start = _clock(_("Tuesday from"))
    tue_stop = _clock(_("Tuesday to"))
    wed_start = _clock(_("Wednesday from"))
    wed_stop = _clock(_("Wednesday to"))
    thu_start = _clock(_("Thursday from"))
    thu_stop = _clock(_("Thursday to"))
    fri_start = _clock(_("Friday from"))
    fri_stop = _clock(_("Friday to"))
    sat_start = _clock(_("Saturday from"))
    sat_stop = _clock(_("Saturday to"))
    sun_start = _clock(_("Sunday from"))
    sun_stop = _clock(_("Sunday to"))
    non_dates = models.JSONField(
        _("days off"), default=list, blank=True, help_text=_("ISO dates; of each only month and day count.")
    )

    objects = ListQuerySet["TicketPriority"].as_manager()

    class Meta:
        verbose_name = _("ticket priority")
        verbose_name_plural = _("ticket priorities")
        ordering = ["sort_order", "name", "id"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        try:
            self.non_dates = days_off(self.non_dates)
        except ValueError as refusal:
            raise ValidationError({"non_dates": str(refusal)}) from refusal


class EscalationLevel(ListRow):
    """One level of a priority's escalation chain."""

    priority = models.ForeignKey(
        TicketPriority, on_delete=models.CASCADE, related_name="escalation_levels", verbose_name=_("priority")
    )
    level = models.PositiveSmallIntegerField(_("level"))
    timeout = models.PositiveIntegerField(_("after minutes"), default=0)
    action = models.PositiveSmallIntegerField(_("actions"), default=0)
    delegate_to = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("assign to"),
    )
    script_id = models.PositiveIntegerField(_("script"), default=0)
    email_to = models.CharField(_("mail to"), max_length=1000, blank=True)
    sms_to = models.CharField(_("text to"), max_length=1000, blank=True)
    template_customer = models.PositiveIntegerField(_("template for the customer"), default=0)
    template_user = models.PositiveIntegerField(_("template for the owner"), default=0)
    template_category_master = models.PositiveIntegerField(
        _("template for the category's administrator"), default=0
    )
    template_email = models.PositiveIntegerField(_("template for others"), default=0)
    template_customer_sms = models.PositiveIntegerField(_("text to the customer"), default=0)
    template_user_sms = models.PositiveIntegerField(_("text to the owner"), default=0)
    template_category_master_sms = models.PositiveIntegerField(
        _("text to the category's administrator"), default=0
    )
    template_sms = models.PositiveIntegerField(_("text to others"), default=0)

    objects = ListQuerySet["EscalationLevel"].as_manager()

    class Meta:
        verbose_name = _("escalation level")
        verbose_name_plural = _("escalation levels")
        ordering = ["priority", "level"]
        constraints = [
            models.UniqueConstraint(fields=["priority", "level"], name="escalation_level_once"),
        ]

    def __str__(self) -> str:
        return f"{self.priority}: {self.level}"
