"""Opening accounts: somebody who signs in, and the user of the desk that they are."""

from __future__ import annotations

from django.contrib.auth.models import Group, User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.directory.actions.user import first_role
from crm.directory.models import Associate, UserGroup

HANDLES_TICKETS = 1


def open_account(
    name: str,
    *,
    password: str = "",
    full_name: str = "",
    email: str = "",
    administrator: bool = False,
    role: Group | None = None,
) -> Associate:
    """Makes an account and the user of the desk behind it, both or neither.

    An account of that name without a user is given one and keeps its password and its rights; what is asked for comes
    on top. Raises ValidationError.
    """
    with transaction.atomic():
        account = User.objects.select_for_update().filter(username=name).first()
        if account is None:
            account = _new_account(name, password, email)
        elif Associate.objects.filter(user=account).exists():
            raise ValidationError({"name": _("%(name)s is a user of the desk already.") % {"name": name}})
        account.is_superuser = account.is_superuser or administrator
        account.is_staff = account.is_staff or account.is_superuser or role is not None
        account.save()
        if role is not None:
            account.groups.add(role)
        associate = Associate(
            user=account,
            name=name,
            full_name=full_name or account.get_full_name(),
            email=email or account.email,
            group=UserGroup.objects.filter(deleted=False).order_by("rank", "id").first(),
            ej_user_id=HANDLES_TICKETS,
        )
        associate.role_id = first_role(associate)
        associate.full_clean()
        associate.save()
    return associate


def _new_account(name: str, password: str, email: str) -> User:
    account = User(username=name, email=email)
    validate_password(password, account)
    account.set_password(password)
    account.full_clean()
    return account
