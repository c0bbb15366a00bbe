"""Access tokens: made here, shown once, revoked here."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from crm.directory.actions import create_token, revoke_token
from crm.directory.admin.actions import ActionAdmin
from crm.directory.admin.filters import Days, Related
from crm.directory.admin.forms import DeskForm
from crm.directory.admin.show import NOTHING, day_and_time, pill, since
from crm.directory.admin.verbs import Verb, VerbAdmin
from crm.directory.models import AccessToken, Associate

LIFETIMES = ((7, _("A week")), (30, _("30 days")), (90, _("90 days")), (365, _("A year")))


class TokenForm(DeskForm):
    """For whom, what for, and for how long."""

    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=LIFETIMES,
        initial=90,
        widget=UnfoldAdminSelectWidget,
        help_text=_("Afterwards programs need a new one. A token can be revoked at any time."),
    )


@admin.register(AccessToken)
class AccessTokenAdmin(VerbAdmin, ActionAdmin):
    form = TokenForm
    list_display = ["name", "associate", "standing", "made", "expires"]
    list_select_related = ["associate"]
    list_filter = [("associate", Related), ("expires_at", Days)]
    search_fields = ["name"]
    autocomplete_fields = ["associate"]
    add_fieldsets = [(None, {"fields": ["associate", "name", "days"]})]
    fields = ["associate", "name", "standing", "created_at", "expires_at", "revoked_at"]
    readonly_fields = ["standing", "created_at", "expires_at", "revoked_at"]
    verbs = [
        Verb(
            "revoke",
            _("Revoke"),
            "block",
            run=lambda token, by, _reason: revoke_token(token, by=by),
            possible=lambda token: token.revoked_at is None,
            done=_("%(number)s revoked: programs that use it are refused from now on."),
            tone="danger",
        )
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else self.readonly_fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A token is never changed, only revoked."""
        return False

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> AccessToken:
        given = form.cleaned_data
        lifetime = datetime.timedelta(days=given["days"])
        token, text = create_token(given["associate"], name=given["name"], lifetime=lifetime, by=by)
        request.desk_token = text  # type: ignore[attr-defined]  # shown by response_add and forgotten with the request
        return token

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """The one page that shows the token. It is neither stored nor put into the session, and no cache keeps it."""
        token = self.get_queryset(request).select_related("associate").get(pk=obj.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Token made"),
            "opts": self.opts,
            "token": token,
            "text": getattr(request, "desk_token"),  # noqa: B009  # an attribute of ours
            "origin": request.build_absolute_uri("/").rstrip("/"),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/crm/accesstoken/made.html", context)

    @admin.display(description=_("state"))
    def standing(self, token: AccessToken) -> SafeString:
        if token.revoked_at is not None:
            return pill(_("Revoked"), "late")
        return pill(_("Valid"), "good") if token.expires_at > timezone.now() else pill(_("Expired"))

    @admin.display(description=_("made"), ordering="created_at")
    def made(self, token: AccessToken) -> SafeString:
        return since(token.created_at, timezone.now())

    @admin.display(description=_("expires"), ordering="expires_at")
    def expires(self, token: AccessToken) -> SafeString:
        return day_and_time(token.expires_at) if token.revoked_at is None else NOTHING
