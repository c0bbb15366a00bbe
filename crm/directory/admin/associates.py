"""Users of the desk and their groups."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from crm.directory.actions import retire_user, save_user
from crm.directory.admin.actions import ActionAdmin
from crm.directory.admin.filters import Choices, Related, RelatedChoices, YesOrNo
from crm.directory.admin.forms import DeskForm
from crm.directory.admin.lists import ListAdmin
from crm.directory.admin.rows import associate_of
from crm.directory.admin.show import foreign, pill
from crm.directory.models import Associate, UserGroup, UserType
from crm.directory.models.role import ADMINISTRATOR_ROLE


class ToldOf(models.IntegerChoices):
    """What a user is told of by e-mail; the bits of the notification masks of the wire."""

    NEW_TICKET = 1, _("New ticket")
    NEW_TICKET_MESSAGE = 2, _("New message")
    TICKET_ESCALATED = 4, _("Ticket escalated")
    TICKET_ACTIVATED = 8, _("Ticket active again")
    TICKET_TAKE_OVER = 64, _("Ticket taken over by a colleague")
    CONTACT_ASSIGNMENT = 2048, _("Company assigned")
    CUSTOM = 1024, _("Sent by a script")


@admin.register(UserGroup)
class UserGroupAdmin(ListAdmin):
    pass


@admin.register(Associate)
class AssociateAdmin(ActionAdmin):
    list_display = ["who", "name", "account", "role", "group", "email", "type", "standing"]
    list_select_related = ["user", "role", "group"]
    list_filter = [("role", RelatedChoices), ("group", Related), ("type", Choices), ("deleted", YesOrNo)]
    search_fields = ["full_name", "name", "email"]
    search_help_text = _("Name, initials or e-mail")
    sortable_by = ["who", "name"]
    autocomplete_fields = ["user", "person", "group", "other_groups"]
    bit_masks = {"email_mask": ToldOf}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "user",
                    ("name", "full_name"),
                    "role",
                    ("group", "other_groups"),
                    ("type", "deleted"),
                ]
            },
        ),
        (_("Notifications"), {"classes": ["tab"], "fields": ["email", "email_mask"]}),
        (
            _("More"),
            {
                "classes": ["tab"],
                "fields": ["person", "tooltip", ("rank", "ej_user_id"), "extra_fields", "custom_fields"],
            },
        ),
    ]

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> Associate:
        return save_user(noun, values, by=by)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        retire_user(noun, by=by)

    def acting(self, request: HttpRequest) -> Associate:
        """A superuser who is no user of the desk yet makes themselves one."""
        if _is_outsider(request):
            account = cast("User", request.user)
            return Associate(user=account, type=UserType.INTERNAL_ASSOCIATE, role_id=ADMINISTRATOR_ROLE)
        return super().acting(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_outsider(request) or super().has_add_permission(request)

    def add_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        if _is_outsider(request):
            return super(ActionAdmin, self).add_view(request, *args, **options)
        return super().add_view(request, *args, **options)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Handles tickets unless told otherwise: whoever makes a user by hand means a colleague at the desk.

        A superuser who makes themselves a user stays an administrator.
        """
        asked = super().get_changeform_initial_data(request)
        is_own = _is_outsider(request) and asked.get("user") == str(request.user.pk)
        return {"ej_user_id": 1, **({"role": ADMINISTRATOR_ROLE} if is_own else {}), **asked}

    @admin.display(description=_("user"), ordering="full_name")
    def who(self, associate: Associate) -> SafeString:
        return foreign(associate)

    @admin.display(description=_("account"))
    def account(self, associate: Associate) -> str:
        return associate.user.get_username() if associate.user else "–"

    @admin.display(description=_("state"))
    def standing(self, associate: Associate) -> SafeString:
        if associate.deleted:
            return pill(_("Retired"))
        return pill(_("Demo"), "soon") if associate.is_demo else pill(_("Active"), "good")


def _is_outsider(request: HttpRequest) -> bool:
    """Whether somebody who may do everything has no user of the desk."""
    return bool(getattr(request.user, "is_superuser", False)) and associate_of(request) is None
