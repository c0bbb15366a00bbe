"""What users jot down for themselves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from crm.directory.models.associate import Associate


class NotepadQuerySet(models.QuerySet["Notepad"]):
    """Whose notes."""

    def visible_to(self, associate: Associate) -> NotepadQuerySet:
        """One's own; everybody's for an administrator."""
        return self if associate.is_administrator else self.filter(associate=associate)


class Notepad(models.Model):
    """The pages of one user's notepad, as texts in their order."""

    associate = models.OneToOneField(
        Associate, on_delete=models.CASCADE, related_name="notepad", verbose_name=_("user")
    )
    pages = models.JSONField(_("pages"), default=list, blank=True)

    objects = NotepadQuerySet.as_manager()

    class Meta:
        verbose_name = _("notepad")
        verbose_name_plural = _("notepads")

    def __str__(self) -> str:
        return str(self.associate)
