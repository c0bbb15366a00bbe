"""Accounts, roles and locked sign-ins: what Django and axes keep, in the dress of the desk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import axes.admin  # noqa: F401  # registers its models, which are dressed anew below
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from crm.directory.actions import administrators
from crm.directory.admin.base import DeskAdmin, Records
from crm.directory.admin.filters import Days, YesOrNo

if TYPE_CHECKING:
    Accounts = UserAdmin[User]
else:
    Accounts = UserAdmin
# Other apps call theirs users and groups, and here users are those of the desk. Migrations do not see these names.
NAMES = {
    User: (_("account"), _("accounts")),
    Group: (_("permission group"), _("permission groups")),
    AccessAttempt: (_("failed sign-in"), _("failed sign-ins")),
}
for named, (one, many) in NAMES.items():
    named._meta.verbose_name, named._meta.verbose_name_plural = one, many
for label in ("auth", "axes"):
    apps.get_app_config(label).verbose_name = _("Users and access")
VERBS = ("view", "add", "change", "delete")

for stock in (User, Group, AccessAttempt, AccessFailureLog, AccessLog):
    if admin.site.is_registered(stock):
        admin.site.unregister(stock)


class AccountForm(UserChangeForm):  # type: ignore[misc]  # unfold ships no types
    """An account, of which the last one that administers stays open."""

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        open_still = given.get("is_active", True) and given.get("is_superuser", self.instance.is_superuser)
        if not open_still and _is_last_administrator(self.instance):
            raise ValidationError(_("This is the last account that administers: it must stay open."))
        return given


def _is_last_administrator(account: User) -> bool:
    found = set(administrators().values_list("pk", flat=True)[:2])
    return found == {account.pk}


@admin.register(User)
class AccountAdmin(Accounts, DeskAdmin):
    form = AccountForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ["username", "first_name", "last_name", "email", "is_active", "is_staff", "last_login"]
    list_filter = [
        ("is_active", YesOrNo),
        ("is_staff", YesOrNo),
        ("is_superuser", YesOrNo),
        ("last_login", Days),
    ]
    search_fields = ["username", "first_name", "last_name", "email"]
    filter_horizontal = []
    autocomplete_fields = ["groups"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password", ("first_name", "last_name"), "email"]}),
        (
            _("Rights"),
            {
                "fields": ["is_active", "is_staff", "is_superuser", "groups"],
                "description": _(
                    "An account signs in; a user of the desk (under Users) owns tickets and is told of them. "
                    "Whoever works here needs both."
                ),
            },
        ),
        (_("Dates"), {"fields": [("last_login", "date_joined")]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Whether somebody who works here administers, their role says."""
        by_role = ["is_superuser"] if obj is not None and hasattr(obj, "associate") else []
        return [*self.readonly_fields, *by_role]


class Matrix(forms.CheckboxSelectMultiple):
    """Rights as a table: a row for each model, a column for each verb."""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        chosen = {str(key) for key in value or []}
        context["widget"]["verbs"] = [_("see"), _("add"), _("change"), _("delete")]
        context["widget"]["rows"] = list(self.rows(chosen))
        return context

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string("admin/rights.html", self.get_context(name, value, attrs))

    def rows(self, chosen: set[str]) -> Iterator[tuple[str, list[tuple[int, bool]]]]:
        rights: dict[str, dict[str, Permission]] = {}
        for right in self.choices.queryset:  # type: ignore[attr-defined]  # a ModelChoiceIterator
            title = capfirst(str(right.content_type.model_class()._meta.verbose_name_plural))
            rights.setdefault(title, {})[right.codename.split("_")[0]] = right
        for title in sorted(rights):
            row = rights[title]
            yield title, [(row[verb].pk, str(row[verb].pk) in chosen) for verb in VERBS if verb in row]


@admin.register(Group)
class PermissionGroupAdmin(DeskAdmin):
    list_display = ["name"]
    search_fields = ["name"]
    fields = ["name", "permissions"]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        rights = Permission.objects.select_related("content_type").filter(
            models.Q(content_type__app_label="crm") & ~models.Q(content_type__model="liststamp")
            | models.Q(content_type__app_label="auth", content_type__model__in=["user", "group"])
        )
        return db_field.formfield(queryset=rights, widget=Matrix, help_text="", required=False)


@admin.register(AccessAttempt)
class LockedSignInAdmin(Records):
    """Failed sign-ins that count towards a lock; deleting a row lifts it."""

    list_display = ["username", "ip_address", "failures_since_start", "attempt_time", "user_agent"]
    list_filter = [("attempt_time", Days)]
    search_fields = ["username", "ip_address"]
    fields = ["username", "ip_address", "failures_since_start", "attempt_time", "path_info", "user_agent"]
