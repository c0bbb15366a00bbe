"""Ticket types: what they are called and which defaults they bring."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models import UserGroup
from crm.directory.models.lists import ListItem
from crm.tickets.models.priority import TicketPriority
from crm.tickets.models.status import TicketStatus
from crm.wire.lists import ListQuerySet


class TicketType(ListItem):
    """A type of ticket."""

    icon = models.CharField(_("icon"), max_length=100, blank=True)
    default_status = models.ForeignKey(
        TicketStatus,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("default status"),
    )
    default_priority = models.ForeignKey(
        TicketPriority,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("default priority"),
    )
    is_default = models.BooleanField(_("default type"), default=False)
    show_in_new = models.BooleanField(_("offered for new tickets"), default=True)
    exclude_signature = models.BooleanField(_("no signature"), default=False)
    exclude_email_recipients = models.BooleanField(_("no e-mail recipients at first"), default=False)
    external_as_default = models.BooleanField(_("external by default"), default=False)
    reply_forward_no_signature = models.BooleanField(_("no signature in answers"), default=False)
    reply_external_as_default = models.BooleanField(_("answers external by default"), default=False)
    statuses = models.ManyToManyField(
        TicketStatus,
        blank=True,
        related_name="+",
        verbose_name=_("statuses"),
        help_text=_("Which ones tickets of this type can have; none is all."),
    )
    priorities = models.ManyToManyField(
        TicketPriority,
        blank=True,
        related_name="+",
        verbose_name=_("priorities"),
        help_text=_("Which ones tickets of this type can have; none is all."),
    )
    reply_template = models.IntegerField(_("reply template"), default=0)
    is_external_visible = models.BooleanField(_("customers may choose it"), default=False)
    visible_for_groups = models.ManyToManyField(
        UserGroup, blank=True, related_name="+", verbose_name=_("visible for groups")
    )

    objects = ListQuerySet["TicketType"].as_manager()

    class Meta(ListItem.Meta):
        verbose_name = _("ticket type")
        verbose_name_plural = _("ticket types")
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="ticket_type_one_default"
            )
        ]
