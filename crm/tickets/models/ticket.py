"""Tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from crm.directory.models import Associate, Person, Project, Sale
from crm.tickets.models.category import TicketCategory
from crm.tickets.models.enums import Origin, ReadStatus, SecurityLevel
from crm.tickets.models.priority import TicketPriority
from crm.tickets.models.status import BaseStatus, TicketStatus
from crm.tickets.models.tag import TicketTag
from crm.tickets.models.type import TicketType
from crm.tickets.models.which import TicketQuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


AUTO_ASSIGN = 2_147_483_647  # as an owner: let the category's rules choose


def _moment(label: StrPromise) -> models.DateTimeField[Any, Any]:
    return models.DateTimeField(label, null=True, blank=True)


def _span(label: StrPromise) -> models.PositiveIntegerField[Any, Any]:
    return models.PositiveIntegerField(label, default=0, editable=False)


class Ticket(models.Model):
    """A request of a customer, or of a colleague."""

    notified_of: ClassVar[bool] = True  # deliveries are about tickets, and as hidden as they are

    title = models.CharField(_("title"), max_length=254, blank=True)
    created_at = models.DateTimeField(_("created"))
    last_changed = models.DateTimeField(_("changed"))
    read_by_owner = _moment(_("read by the owner"))
    read_by_customer = _moment(_("read by the customer"))
    first_read_by_owner = _moment(_("first read by the owner"))
    first_read_by_user = _moment(_("first read by a user"))
    activate = _moment(_("wakes at"))
    closed_at = _moment(_("closed"))
    replied_at = _moment(_("first answered"))
    alert_timeout = _moment(_("escalates at"))
    deadline = _moment(_("deadline"))
    created_by = models.ForeignKey(
        Associate,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        editable=False,
        verbose_name=_("created by"),
    )
    author = models.CharField(_("author"), max_length=254, blank=True)
    owner = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="tickets",
        db_index=False,
        verbose_name=_("owner"),
    )
    category = models.ForeignKey(
        TicketCategory,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        db_index=False,
        verbose_name=_("category"),
    )
    slevel = models.PositiveSmallIntegerField(
        _("access"), choices=SecurityLevel.choices[1:], default=SecurityLevel.INTERNAL
    )
    priority = models.ForeignKey(
        TicketPriority,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        db_index=False,
        verbose_name=_("priority"),
    )
    base_status = models.PositiveSmallIntegerField(
        _("base status"), choices=BaseStatus.choices[1:], default=BaseStatus.ACTIVE
    )
    # The database holds (status, base_status) together by a composite foreign key: see migrations.
    status = models.ForeignKey(
        TicketStatus,
        on_delete=models.PROTECT,
        related_name="tickets",
        db_index=False,
        verbose_name=_("status"),
    )
    origin = models.PositiveSmallIntegerField(_("origin"), choices=Origin.choices, default=Origin.UNKNOWN)
    person = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name=_("customer"),
    )
    secondary_persons = models.ManyToManyField(
        Person, blank=True, related_name="secondary_tickets", verbose_name=_("other customers")
    )
    alert_level = models.IntegerField(_("escalation level"), default=0)
    connected_to = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="connected",
        verbose_name=_("merged into"),
    )
    read_status = models.PositiveSmallIntegerField(
        _("read"), choices=ReadStatus.choices[1:], default=ReadStatus.RED
    )
    time_to_reply = _span(_("minutes to answer, office time"))
    real_time_to_reply = _span(_("minutes to answer"))
    time_to_close = _span(_("minutes to close, office time"))
    real_time_to_close = _span(_("minutes to close"))
    time_spent_internally = _span(_("seconds inside, office time"))
    time_spent_externally = _span(_("seconds outside, office time"))
    time_spent_queue = _span(_("seconds queued, office time"))
    real_time_spent_internally = _span(_("seconds inside"))
    real_time_spent_externally = _span(_("seconds outside"))
    real_time_spent_queue = _span(_("seconds queued"))
    time_spent = _span(_("minutes worked"))
    has_attachment = models.BooleanField(_("has attachments"), default=False, editable=False)
    num_replies = _span(_("answers"))
    num_messages = _span(_("messages"))
    from_address = models.CharField(_("from address"), max_length=254, blank=True)
    tags = models.ManyToManyField(TicketTag, blank=True, related_name="tickets", verbose_name=_("tags"))
    language = models.CharField(_("language"), max_length=20, blank=True)
    sentiment = models.IntegerField(_("sentiment"), default=0)
    sentiment_confidence = models.IntegerField(_("confidence in the sentiment"), default=0)
    suggested_category = models.ForeignKey(
        TicketCategory,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("suggested category"),
    )
    orig_human_category = models.ForeignKey(
        TicketCategory,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("category first chosen by a human"),
    )
    sale = models.ForeignKey(
        Sale, on_delete=models.SET_NULL, null=True, blank=True, related_name="tickets", verbose_name=_("sale")
    )
    project = models.ForeignKey(
        Project,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name=_("project"),
    )
    ticket_type = models.ForeignKey(
        TicketType,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        db_index=False,
        verbose_name=_("type"),
    )
    extra_fields = models.JSONField(_("extra fields"), default=dict, blank=True)
    custom_fields = models.JSONField(_("custom fields"), default=dict, blank=True)
    field_values = models.JSONField(_("values of custom fields"), null=True, blank=True, editable=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(F("created_at").desc(), F("id").desc(), name="ticket_newest"),
            models.Index(
                "owner", "base_status", F("created_at").desc(), F("id").desc(), name="ticket_owner_status"
            ),
            models.Index("category", F("created_at").desc(), F("id").desc(), name="ticket_category_newest"),
            models.Index(
                "status", "owner", F("created_at").desc(), F("id").desc(), name="ticket_status_newest"
            ),
            # The status comes first in each: SQLite chooses by columns, not by conditions.
            models.Index(fields=["base_status", "deadline", "id"], name="ticket_due"),
            models.Index(
                fields=["base_status", "deadline", "id"],
                name="ticket_escalated",
                condition=Q(base_status=BaseStatus.ACTIVE, alert_level__gt=0),
            ),
            models.Index(
                fields=["base_status", "-closed_at", "-id"],
                name="ticket_closed",
                condition=Q(closed_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(base_status__gte=BaseStatus.ACTIVE, base_status__lte=BaseStatus.SPAM),
                name="ticket_base_status_known",
            ),
            models.CheckConstraint(condition=~Q(connected_to=F("id")), name="ticket_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.title}".strip()
