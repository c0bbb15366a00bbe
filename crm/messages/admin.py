"""System messages: what an administrator tells one user."""

from __future__ import annotations

import html as entities
import secrets
from typing import Any

import nh3
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

from crm.directory.admin.actions import ActionAdmin
from crm.directory.admin.filters import Choices, Days, Related
from crm.directory.admin.forms import DeskForm
from crm.directory.admin.show import foreign, pill, since
from crm.directory.models import Associate
from crm.messages.actions import remove_system_message, send_system_message
from crm.messages.models import MessageType, SystemMessage

MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable("image")
ELEMENTS = {"p", "br", "strong", "em", "code", "pre", "a", "ul", "ol", "li", "blockquote", "h1", "h2", "h3"}
TONES = {MessageType.ERROR: "late", MessageType.WARNING: "soon", MessageType.INFO: "busy"}


class MessageForm(DeskForm):
    renewed_by = "system_message_id"


@admin.register(SystemMessage)
class SystemMessageAdmin(ActionAdmin):
    form = MessageForm
    list_display = ["system_message_id", "text", "associate", "kind", "ends", "sent", "created_by"]
    list_select_related = ["associate", "created_by"]
    list_filter = [("type", Choices), ("associate", Related), ("created_at", Days), ("expire", Days)]
    search_fields = ["system_message_id", "markdown"]
    search_help_text = _("Message id or words of the text")
    ordering = ["-created_at", "-id"]
    sortable_by = ["sent"]
    autocomplete_fields = ["associate"]
    readonly_fields = ["created_at", "created_by", "onlineapp_id", "reads"]
    add_fieldsets = [
        (
            None,
            {
                "fields": ["associate", "type", "markdown", "expire", "system_message_id"],
                "description": _("Sending the same message id to the same user again replaces the message."),
            },
        )
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("associate", "type"),
                    "reads",
                    "markdown",
                    ("system_message_id", "expire"),
                    ("created_at", "created_by"),
                    "onlineapp_id",
                ]
            },
        )
    ]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was sent is not changed; sending its id again replaces it."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else self.readonly_fields

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        fresh = f"desk-{timezone.now():%Y%m%d}-{secrets.token_hex(3)}"
        return {
            "system_message_id": fresh,
            "type": MessageType.INFO,
            **super().get_changeform_initial_data(request),
        }

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> Model:
        given = form.cleaned_data
        return send_system_message(
            by=by,
            associate=given["associate"],
            system_message_id=given["system_message_id"],
            markdown=given["markdown"],
            expire=given["expire"],
            type=given["type"],
        )

    def delete_noun(self, noun: Any, by: Associate) -> None:
        remove_system_message(noun, by=by)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.dismiss_view)
        return [path("<int:key>/dismiss/", view, name="crm_systemmessage_dismiss"), *super().get_urls()]

    def dismiss_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Takes a message off its reader's first page; the right to manage messages is not needed for one's own."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        by = self.acting(request)
        message = get_object_or_404(SystemMessage, pk=key, associate=by)
        remove_system_message(message, by=by)
        return HttpResponseRedirect(reverse("admin:index"))

    @admin.display(description=_("reads"))
    def reads(self, message: SystemMessage) -> SafeString:
        return html(message)

    @admin.display(description=_("text"))
    def text(self, message: SystemMessage) -> SafeString:
        return foreign(Truncator(plain(message)).chars(120))

    @admin.display(description=_("type"))
    def kind(self, message: SystemMessage) -> SafeString:
        return pill(message.get_type_display(), TONES.get(MessageType(message.type), "plain"))

    @admin.display(description=_("expires"))
    def ends(self, message: SystemMessage) -> SafeString:
        return since(message.expire, timezone.now())

    @admin.display(description=_("sent"), ordering="created_at")
    def sent(self, message: SystemMessage) -> SafeString:
        return since(message.created_at, timezone.now())


def plain(message: SystemMessage) -> str:
    """The words of the message alone, on one line."""
    return " ".join(entities.unescape(nh3.clean(MARKDOWN.render(message.markdown), tags=set())).split())


def html(message: SystemMessage) -> SafeString:
    """The message's Markdown as HTML of a few harmless elements; what is HTML in it stays text."""
    return SafeString(
        nh3.clean(MARKDOWN.render(message.markdown), tags=ELEMENTS, link_rel="noopener noreferrer")
    )
