"""Workflow events: a durable record of every event received."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models import Associate


class EventType(models.IntegerChoices):
    NONE = 0, _("None")
    RUN = 1, _("Run")
    PERSON_CREATED = 1001, _("Person created")
    PERSON_UPDATED = 1002, _("Person changed")
    ADDED_TO_PROJECT = 1003, _("Added to a project")
    CREATED_REQUEST = 1004, _("Ticket created")
    LINK_CLICKED = 1005, _("Link clicked")
    ADDED_TO_SELECTION = 1006, _("Added to a selection")
    FORM_SUBMITTED = 1007, _("Form submitted")
    ADDED_MESSAGE = 1008, _("Message added")
    STARTED_CHAT = 1009, _("Chat started")
    ORDER_PLACED = 1010, _("Order placed")
    SALE_CREATED = 1011, _("Sale created")
    SALE_SOLD = 1012, _("Sale sold")
    SALE_LOST = 1013, _("Sale lost")


class WorkflowEvent(models.Model):
    """An event as it came in. Nothing changes it afterwards."""

    event_type = models.PositiveSmallIntegerField(
        _("type"), choices=EventType.choices, default=EventType.NONE
    )
    attributes = models.TextField(_("attributes"), blank=True)
    received_at = models.DateTimeField(_("received"))
    received_from = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("received from"),
    )

    class Meta:
        verbose_name = _("workflow event")
        verbose_name_plural = _("workflow events")
        ordering = ["-received_at", "-id"]
        indexes = [models.Index(fields=["-received_at", "-id"], name="workflow_event_newest")]

    def __str__(self) -> str:
        return str(EventType(self.event_type).label)
