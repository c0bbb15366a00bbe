"""Attachments: looked up here, downloaded from where they hang, brought and changed over the API."""

from __future__ import annotations

from django.contrib import admin
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from crm.directory.admin.base import Records
from crm.directory.admin.filters import Days, YesOrNo
from crm.directory.admin.show import NOTHING, foreign, once, symbol
from crm.tickets.models import Attachment, TicketMessage, is_safe


def download(attachment: Attachment) -> SafeString:
    """A link that keeps the file; whoever opens one that may run is warned."""
    if not attachment.file:
        return format_html("<bdi>{}</bdi> ({})", attachment.name, _now("not yet here"))
    warning = "" if is_safe(attachment.name) else symbol("warning", _now("May run when opened"), "late")
    return format_html(
        '<a class="desk-link" href="{}" download><bdi>{}</bdi></a> {} {}',
        reverse("attachment/{key}/content", kwargs={"key": attachment.pk}),
        attachment.name,
        filesizeformat(attachment.size),
        warning,
    )


def files_of(message: TicketMessage) -> SafeString:
    """The files of a message, one a line."""
    lines = ((download(attachment),) for attachment in message.attachments.all())
    return format_html_join(SafeString("<br>"), "{}", lines) or NOTHING


@admin.register(Attachment)
class AttachmentAdmin(Records):
    list_display = ["name", "content_type", "bytes_of_it", "inline_image", "created_by", "created_at"]
    list_select_related = ["created_by"]
    list_filter = [("inline_image", YesOrNo), ("created_at", Days)]
    search_fields = ["name"]
    ordering = ["-id"]
    sortable_by = ()
    fields = [
        "kept",
        "content_type",
        ("inline_image", "content_id"),
        "sha256",
        ("created_by", "created_at"),
    ]
    readonly_fields = ["kept", "sha256", "created_by", "created_at"]

    @admin.display(description=_("size"))
    def bytes_of_it(self, attachment: Attachment) -> str:
        return filesizeformat(attachment.size)

    @admin.display(description=_("file"))
    @once
    def kept(self, attachment: Attachment) -> SafeString:
        return download(attachment) if attachment.pk else foreign("")
