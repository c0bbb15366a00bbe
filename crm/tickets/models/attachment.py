"""Files that hang on messages."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from crm.directory.models import Associate

# What mail programs will not open: a double click would run it.
UNSAFE_EXTENSIONS = frozenset(
    [
        "ade",
        "adp",
        "app",
        "appx",
        "bat",
        "chm",
        "cmd",
        "com",
        "cpl",
        "dll",
        "dmg",
        "exe",
        "gadget",
        "hta",
        "htm",
        "html",
        "inf",
        "ins",
        "iso",
        "isp",
        "jar",
        "js",
        "jse",
        "lnk",
        "mht",
        "mhtml",
        "msc",
        "msi",
        "msix",
        "msp",
        "mst",
        "pif",
        "ps1",
        "psm1",
        "reg",
        "scf",
        "scr",
        "sct",
        "settingcontent-ms",
        "sh",
        "shb",
        "svg",
        "sys",
        "url",
        "vb",
        "vbe",
        "vbs",
        "vhd",
        "wsc",
        "wsf",
        "wsh",
        "xhtml",
        "xll",
        "xml",
        "xsl",
    ]
)


def stored_name(_attachment: Attachment, _name: str) -> str:
    """Where a file lies: under a name of our own, for the one it came with is a stranger's."""
    key = uuid.uuid4().hex
    return f"attachments/{datetime.datetime.now(datetime.UTC):%Y/%m}/{key}"


def is_safe(name: str | None) -> bool:
    """Whether the ending of a file name is none of those that run when opened."""
    ending = (name or "").rstrip(". ").rpartition(".")[2].lower()
    return ending not in UNSAFE_EXTENSIONS


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Which attachments."""

    def visible_to(self, associate: Associate) -> AttachmentQuerySet:
        """Those of messages that one sees; what hangs on no message yet is seen by whoever brought it."""
        if associate.is_administrator:
            return self
        link: Any = Attachment._meta.get_field("messages")
        shown = link.related_model.objects.visible_to(associate)
        links = link.through.objects
        loose = ~Exists(links.filter(attachment=OuterRef("pk")))
        seen = links.filter(ticketmessage__in=shown).values("attachment")
        return self.filter(Q(loose, created_by=associate) | Q(pk__in=seen))

    def limited_for(self, associate: Associate, verb: str) -> AttachmentQuerySet | None:
        """Those that hang on no message yet, and those of messages that one may change; None when that is all."""
        link: Any = Attachment._meta.get_field("messages")
        messages = link.related_model.objects.limited_for(associate, verb)
        if messages is None:
            return None
        links = link.through.objects
        loose = ~Exists(links.filter(attachment=OuterRef("pk")))
        return self.filter(loose | Q(pk__in=links.filter(ticketmessage__in=messages).values("attachment")))


class Attachment(models.Model):
    """A file as somebody brought it: what it is called, how large it is, and its bytes once they have arrived."""

    name = models.CharField(_("file name"), max_length=254)
    content_type = models.CharField(_("content type"), max_length=254, blank=True)
    content_id = models.CharField(
        _("content id"), max_length=254, blank=True, help_text=_("How the HTML text names an inline image.")
    )
    inline_image = models.BooleanField(_("part of the text"), default=False)
    file = models.FileField(_("file"), upload_to=stored_name, blank=True, editable=False)
    size = models.PositiveIntegerField(_("bytes"), default=0, editable=False)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), editable=False)
    created_by = models.ForeignKey(
        Associate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("created by"),
    )

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
