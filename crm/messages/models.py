"""System messages: what an application or an administrator tells one user."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.directory.models import Associate


class MessageType(models.IntegerChoices):
    UNSPECIFIED = 0, _("Unspecified")
    INFO = 1, _("Information")
    WARNING = 2, _("Warning")
    ERROR = 3, _("Error")


class SystemMessageQuerySet(models.QuerySet["SystemMessage"]):
    """Which messages."""

    def visible_to(self, associate: Associate) -> SystemMessageQuerySet:
        """One's own; all for an administrator."""
        return self if associate.is_administrator else self.filter(associate=associate)

    def current(self, at: datetime.datetime) -> SystemMessageQuerySet:
        """Those that have not expired at that instant."""
        return self.filter(Q(expire=None) | Q(expire__gt=at))


class SystemMessage(models.Model):
    """A message for one user, known by its sender's id: sending that id again replaces it."""

    associate = models.ForeignKey(
        Associate, on_delete=models.CASCADE, related_name="system_messages", verbose_name=_("user")
    )
    onlineapp_id = models.PositiveIntegerField(_("application"), default=0, editable=False)
    system_message_id = models.CharField(_("message id"), max_length=254)
    markdown = models.TextField(_("text"), help_text=_("Markdown."))
    expire = models.DateTimeField(_("expires"), null=True, blank=True)
    type = models.PositiveSmallIntegerField(
        _("type"), choices=MessageType.choices, default=MessageType.UNSPECIFIED
    )
    created_at = models.DateTimeField(_("sent"), editable=False)
    created_by = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        editable=False,
        verbose_name=_("sent by"),
    )

    objects = SystemMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("system message")
        verbose_name_plural = _("system messages")
        ordering = ["-type", "-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["associate", "onlineapp_id", "system_message_id"], name="system_message_once"
            ),
            models.CheckConstraint(
                condition=Q(type__gte=MessageType.UNSPECIFIED, type__lte=MessageType.ERROR),
                name="system_message_type_known",
            ),
        ]

    def __str__(self) -> str:
        return self.system_message_id
