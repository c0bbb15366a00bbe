"""Tokens that programs sign in with."""

from __future__ import annotations

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models.associate import Associate


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    """Which tokens."""

    def valid(self, at: datetime.datetime) -> AccessTokenQuerySet:
        """Tokens that open the door at that instant."""
        return self.filter(
            expires_at__gt=at,
            revoked_at=None,
            associate__deleted=False,
            associate__user__is_active=True,
        )


class AccessToken(models.Model):
    """A token of one user, stored as a SHA-256 digest: the token itself is shown once and kept nowhere."""

    associate = models.ForeignKey(
        Associate, on_delete=models.CASCADE, related_name="access_tokens", verbose_name=_("user")
    )
    name = models.CharField(_("name"), max_length=100, help_text=_("What the token is for."))
    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name
