"""The rule of a series of appointments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models import Associate

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


class RecurrenceEnd(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    END_DATE = 1, _("On a date")
    COUNTER = 2, _("After a number of times")


class RecurrencePattern(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    DAILY = 1, _("Daily")
    WEEKLY = 2, _("Weekly")
    MONTHLY = 3, _("Monthly")
    YEARLY = 4, _("Yearly")
    CUSTOM = 5, _("Custom")


class DailyPattern(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    EVERY_WORKDAY = 1, _("Monday to Friday")
    EVERY_WEEKDAY = 2, _("Every day")
    EVERY_CYCLIC_DAY = 3, _("Every few days")


class MonthlyPattern(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    DAY_OF_MONTH = 4, _("Day of the month")
    WEEKDAY_OF_MONTH = 5, _("Weekday of the month")


class YearlyPattern(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    DAY_OF_MONTH = 6, _("Day of a month")
    WEEKDAY_OF_MONTH = 7, _("Weekday of a month")


class WeekOfMonth(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    FIRST = 1, _("First")
    SECOND = 2, _("Second")
    THIRD = 3, _("Third")
    FOURTH = 4, _("Fourth")
    LAST = 5, _("Last")


class Weekday(models.IntegerChoices):
    MONDAY = 1, _("Monday")
    TUESDAY = 2, _("Tuesday")
    WEDNESDAY = 4, _("Wednesday")
    THURSDAY = 8, _("Thursday")
    FRIDAY = 16, _("Friday")
    SATURDAY = 32, _("Saturday")
    SUNDAY = 64, _("Sunday")


def _number(label: StrPromise) -> models.PositiveSmallIntegerField[Any, Any]:
    return models.PositiveSmallIntegerField(label, default=0)


class RecurrenceQuerySet(models.QuerySet["Recurrence"]):
    """Which rules."""

    def visible_to(self, associate: Associate) -> RecurrenceQuerySet:
        """Those of the appointments that one sees; all for an administrator."""
        if associate.is_administrator:
            return self
        appointments: Any = Recurrence._meta.get_field("appointments").related_model
        seen = appointments.objects.visible_to(associate).filter(recurrence__isnull=False)
        return self.filter(pk__in=seen.values("recurrence"))


class Recurrence(models.Model):
    """How a series repeats; every occurrence is an appointment of its own that points here."""

    start_date = models.DateTimeField(_("from"), null=True, blank=True)
    end_date = models.DateTimeField(_("to"), null=True, blank=True)
    end_type = models.PositiveSmallIntegerField(
        _("ends"), choices=RecurrenceEnd.choices, default=RecurrenceEnd.END_DATE
    )
    counter = models.PositiveIntegerField(_("times"), default=1)
    pattern = models.PositiveSmallIntegerField(
        _("pattern"), choices=RecurrencePattern.choices, default=RecurrencePattern.WEEKLY
    )
    day_cycle = _number(_("every so many days"))
    day_pattern = models.PositiveSmallIntegerField(_("days"), choices=DailyPattern.choices, default=0)
    week_cycle = _number(_("every so many weeks"))
    weekdays = _number(_("weekdays"))
    month_cycle = _number(_("every so many months"))
    month_day = _number(_("day of the month"))
    month_weekday = _number(_("weekday of the month"))
    month_week = models.PositiveSmallIntegerField(
        _("week of the month"), choices=WeekOfMonth.choices, default=0
    )
    month_pattern = models.PositiveSmallIntegerField(_("months"), choices=MonthlyPattern.choices, default=0)
    year_month = _number(_("month of the year"))
    year_day = _number(_("day of that month"))
    year_weekday = _number(_("weekday of that month"))
    year_week = models.PositiveSmallIntegerField(
        _("week of that month"), choices=WeekOfMonth.choices, default=0
    )
    year_pattern = models.PositiveSmallIntegerField(_("years"), choices=YearlyPattern.choices, default=0)
    dates = models.JSONField(_("dates"), default=list, blank=True)

    objects = RecurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("recurrence")
        verbose_name_plural = _("recurrences")

    def __str__(self) -> str:
        return str(RecurrencePattern(self.pattern).label)
