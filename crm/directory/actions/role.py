"""Making and changing roles, and who administers everything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.directory.models import Associate, Function, Role
from crm.wire.lists import touch


def save_role(role: Role, values: Mapping[str, Any], *, by: Associate) -> Role:
    """Creates or changes a role; it counts from the next request on. All or nothing; for administrators.

    `values` go by attribute. Raises PermissionDenied, and ValidationError with a message for each attribute at fault:
    also when nobody would be left to administer.
    """
    if not by.is_administrator:
        raise PermissionDenied(_("Only an administrator may change roles."))
    with transaction.atomic():
        touch()
        if not role._state.adding:
            role = Role.objects.get(pk=role.pk)
        for name, value in values.items():
            setattr(role, name, value)
        role.full_clean()
        if role.deleted and role.associates.filter(deleted=False).exists():
            raise ValidationError({"deleted": [_("Somebody has this role; give them another first.")]})
        role.save()
        for associate in role.associates.select_related("user"):
            let_administer(associate, role)
        must_leave_administrator("functions")
    return role


def retire_role(role: Role, *, by: Associate) -> None:
    """Retires a role that nobody has."""
    save_role(role, {"deleted": True}, by=by)


def let_administer(associate: Associate, role: Role) -> None:
    """Makes the account of a user that of an administrator, or of none, as their role has it.

    Django's pages and the account's own sign-in ask the account, so it must never say anything else.
    """
    account = associate.user
    administers = role.is_administrators and associate.is_internal
    if account is None or account.is_superuser == administers:
        return
    account.is_superuser = administers
    account.is_staff = account.is_staff or administers
    account.save(update_fields=["is_superuser", "is_staff"])


def administrators() -> Any:
    """The accounts of those who administer everything and can sign in, also without being a user of the desk yet."""
    return User.objects.filter(is_superuser=True, is_active=True).exclude(associate__deleted=True)


def must_leave_administrator(attribute: str) -> None:
    """Raises ValidationError when nobody is left who administers. Call inside the transaction, behind the writing."""
    if not administrators().exists():
        words = _("Somebody must stay general administrator (%(right)s): this was the last one.")
        raise ValidationError({attribute: [words % {"right": Function.GENERAL.value}]})
