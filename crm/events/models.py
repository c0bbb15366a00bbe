"""System events: what the installation is busy with, and whom it concerns."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.directory.models import Associate


class Scope(models.IntegerChoices):
    UNDEFINED = 0, _("Undefined")
    SYSTEM_WIDE = 1, _("Everywhere")
    DATABASE = 2, _("This database")
    GROUP = 3, _("A group")
    USER = 4, _("A user")


class SystemEventQuerySet(models.QuerySet["SystemEvent"]):
    """Which events."""

    def visible_to(self, associate: Associate) -> SystemEventQuerySet:
        """Those for everybody, for one's groups, and for oneself; all for an administrator."""
        if associate.is_administrator:
            return self
        return self.filter(
            Q(scope__in=[Scope.SYSTEM_WIDE, Scope.DATABASE])
            | Q(scope=Scope.GROUP, owner=associate.group_id or 0)
            | Q(scope=Scope.GROUP, owner__in=associate.other_groups.values("pk"))
            | Q(scope=Scope.USER, owner=associate.pk)
        )

    def overdue_last(self, at: datetime.datetime) -> SystemEventQuerySet:
        """Newest first, and after them those that should have ended before that instant."""
        overdue = models.Case(models.When(eta__lt=at, then=1), default=0)
        return self.order_by(overdue, "-registered", "-id")


class SystemEvent(models.Model):
    """A running event: it is active while its row exists, and finished by deleting it."""

    scope = models.PositiveSmallIntegerField(_("scope"), choices=Scope.choices[1:], default=Scope.DATABASE)
    eta = models.DateTimeField(_("expected end"), null=True, blank=True)
    key = models.CharField(_("key"), max_length=254)
    message = models.CharField(_("message"), max_length=254, blank=True)
    extra_info = models.IntegerField(_("extra information"), default=0)
    owner = models.IntegerField(
        _("owner"), default=0, help_text=_("The id of the group or the user; 0 for the wider scopes.")
    )
    updated_count = models.PositiveIntegerField(_("updates"), default=0, editable=False)
    registered = models.DateTimeField(_("registered"), editable=False)
    activated_by = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        editable=False,
        verbose_name=_("activated by"),
    )

    objects = SystemEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("system event")
        verbose_name_plural = _("system events")
        ordering = ["-registered", "-id"]
        indexes = [models.Index(fields=["registered", "id"], name="system_event_newest")]
        constraints = [
            models.UniqueConstraint(fields=["key", "scope", "owner"], name="system_event_key_scope_owner"),
            models.CheckConstraint(
                condition=Q(scope__gte=Scope.SYSTEM_WIDE, scope__lte=Scope.USER),
                name="system_event_scope_known",
            ),
        ]

    def __str__(self) -> str:
        return self.key

    def is_overdue(self, at: datetime.datetime) -> bool:
        """Whether it should have ended before that instant."""
        return self.eta is not None and self.eta < at
