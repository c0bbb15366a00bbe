"""Making, changing and retiring users, and whether they are at work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from crm.directory.actions.field_values import with_fields
from crm.directory.actions.role import let_administer, must_leave_administrator
from crm.directory.models import Associate, Role, UserGroup, UserType
from crm.directory.models.role import ADMINISTRATOR_ROLE, AGENT_ROLE, CUSTOMER_ROLE
from crm.wire.lists import touch

LONGEST = 150  # characters of a user name, as Django keeps it


def new_user(*, by: Associate) -> Associate:
    """An unsaved user with the defaults of a new one: an employee in the caller's group who handles tickets."""
    return Associate(type=UserType.INTERNAL_ASSOCIATE, group=by.group, ej_user_id=1)


def save_user(associate: Associate, values: Mapping[str, Any], *, by: Associate) -> Associate:
    """Creates or changes a user, with the account they sign in with. All or nothing; for administrators.

    `values` go by attribute; `username` is the account's name, that of the user when none is given, `other_groups` a
    list of ids. A new account has no password: nobody signs in with it until one is set. A resource has no account.
    Without a role, an administrator's account keeps administering, and customers are new as such.
    Raises PermissionDenied, and ValidationError with a message for each attribute at fault.
    """
    _must_administer(by)
    given = dict(values)
    if not given.get("role_id", True):  # a role cannot be taken away, only replaced
        del given["role_id"]
    groups, username = given.pop("other_groups", None), given.pop("username", None)
    with transaction.atomic():
        touch()
        if not associate._state.adding:
            associate = Associate.objects.select_for_update(of=("self",)).get(pk=associate.pk)
        for name, value in with_fields(associate, given).items():
            setattr(associate, name, value)
        associate.name = associate.name.strip()
        if associate._state.adding and not given.get("role_id"):
            associate.role_id = first_role(associate)
        _take_from_person(associate)
        username = (username or "").strip() or (associate.user.username if associate.user else associate.name)
        _check(associate, username, by)
        _write_account(associate, username)
        associate.save()
        let_administer(associate, associate.role)
        must_leave_administrator("role")
        if groups is not None:
            associate.other_groups.set(UserGroup.objects.filter(pk__in=groups))
    return associate


def first_role(associate: Associate) -> int:
    """The key of the role that a new user is given when nobody chooses one."""
    if associate.user is not None and associate.user.is_superuser:
        return ADMINISTRATOR_ROLE
    return AGENT_ROLE if associate.is_internal else CUSTOMER_ROLE


def retire_user(associate: Associate, *, by: Associate) -> None:
    """Retires a user: they sign in no more and are chosen no more; what they did stays theirs."""
    save_user(associate, {"deleted": True}, by=by)


def set_presence(associate: Associate, *, is_present: bool, comment: str, by: Associate) -> None:
    """Says whether a user is at work. Everybody says it of themselves, an administrator of anybody."""
    if associate.pk != by.pk:
        _must_administer(by)
    if len(comment) > 254:
        raise ValidationError({"presence_comment": _("The comment is too long: 254 characters fit.")})
    associate.is_present, associate.presence_comment = is_present, "" if is_present else comment
    associate.save(update_fields=["is_present", "presence_comment"])


def _must_administer(by: Associate) -> None:
    if not by.is_administrator:
        raise PermissionDenied(_("Only an administrator may change users."))


def _take_from_person(associate: Associate) -> None:
    person = associate.person
    if person is not None:
        associate.full_name = associate.full_name or person.full_name
        associate.email = associate.email or person.email


def _check(associate: Associate, username: str, by: Associate) -> None:
    faults: dict[str, list[str]] = {}
    if not associate.name:
        faults["name"] = [_("A name is needed.")]
    elif Associate.objects.filter(name=associate.name).exclude(pk=associate.pk).exists():
        faults["name"] = [_("Another user has this name.")]
    if len(username) > LONGEST:
        faults["username"] = [_("A user name has at most 150 characters.")]
    elif User.objects.filter(username__iexact=username).exclude(pk=associate.user_id or 0).exists():
        faults["username"] = [_("Another account has this name.")]
    role = Role.objects.filter(pk=associate.role_id or 0).first()
    if role is None or (role.deleted and not associate.deleted):
        faults["role"] = [_("A role is needed that is in use.")]
    if associate.deleted and associate.pk == by.pk:
        faults["deleted"] = [_("Nobody retires themselves.")]
    if faults:
        raise ValidationError(faults)


def _write_account(associate: Associate, username: str) -> None:
    account = associate.user
    if account is None:
        if associate.type == UserType.RESOURCE_ASSOCIATE:
            return
        account = User(username=username, email=associate.email)
        account.set_unusable_password()
        account.save()
        associate.user = account
    elif account.username != username:
        account.username = username
        account.save(update_fields=["username"])
