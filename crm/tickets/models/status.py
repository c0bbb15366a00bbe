"""Ticket statuses: the system's base statuses and the desk's own names for them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.wire.lists import ListQuerySet, ListRow


class BaseStatus(models.IntegerChoices):
    UNKNOWN = 0, _("Unknown")
    ACTIVE = 1, _("Active")
    CLOSED = 2, _("Closed")
    POSTPONED = 3, _("Postponed")
    DELETED = 4, _("Deleted")
    MERGED = 5, _("Merged")
    SPAM = 6, _("Spam")


class Postponement(models.IntegerChoices):
    """What clients may send instead of Postponed; stored as Postponed with the hour of waking."""

    POSTPONED_SPECIFIC = 1001, _("Until a date")
    POSTPONED_1_HOUR = 1002, _("For an hour")
    POSTPONED_2_HOURS = 1003, _("For two hours")
    POSTPONED_3_HOURS = 1004, _("For three hours")
    POSTPONED_4_HOURS = 1005, _("For four hours")
    POSTPONED_DAY = 1006, _("For a day")
    POSTPONED_WEEK = 1007, _("For a week")
    POSTPONED_MONTH = 1008, _("For a month")


class TimeCounter(models.IntegerChoices):
    NONE = 0, _("None")
    INTERNALLY = 1, _("Internal")
    EXTERNALLY = 2, _("External")
    QUEUE = 3, _("Queue")


class TicketStatus(ListRow):
    """A status that people choose, standing on one base status."""

    name = models.CharField(_("name"), max_length=254)
    base = models.PositiveSmallIntegerField(
        _("base status"), choices=BaseStatus.choices[1:], default=BaseStatus.ACTIVE
    )
    time_counter = models.PositiveSmallIntegerField(
        _("clock"),
        choices=TimeCounter.choices,
        default=TimeCounter.INTERNALLY,
        help_text=_("Which of the ticket's time counters runs in this status."),
    )
    no_email_reopen = models.BooleanField(
        _("an e-mail does not reopen"),
        default=False,
        help_text=_("A customer's e-mail makes a new ticket instead of reopening this one."),
    )
    is_default = models.BooleanField(_("default for its base status"), default=False)
    used_in_queue = models.BooleanField(_("offered by the queue"), default=False)
    rank = models.PositiveSmallIntegerField(_("rank"), default=0)
    deleted = models.BooleanField(_("deleted"), default=False)

    objects = ListQuerySet["TicketStatus"].as_manager()

    class Meta:
        verbose_name = _("ticket status")
        verbose_name_plural = _("ticket statuses")
        ordering = ["rank", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["base"],
                condition=models.Q(is_default=True),
                name="status_one_default_per_base",
                violation_error_message=_("There is a default for this base status already."),
            ),
            # What the composite foreign key of tickets points to: see migrations.
            models.UniqueConstraint(fields=["id", "base"], name="status_id_base"),
            models.CheckConstraint(
                condition=models.Q(base__gte=BaseStatus.ACTIVE, base__lte=BaseStatus.SPAM),
                name="status_base_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The base of a status stays while tickets stand in it: theirs would change without anybody deciding it."""
        stored = TicketStatus.objects.filter(pk=self.pk).values_list("base", flat=True).first()
        if stored not in (None, self.base) and self.tickets.exists():
            words = _(
                "Tickets stand in this status: make another one for the other base status, and move them."
            )
            raise ValidationError({"base": words})
