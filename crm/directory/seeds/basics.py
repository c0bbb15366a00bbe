"""What every desk needs before anybody works in it: roles and a group of users. Plain rows, theirs to rename."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import gettext as _

from crm.directory.models import UserGroup
from crm.directory.seeds.accounts import code_names
from crm.directory.seeds.cast import AGENTS


def lay_basics() -> int:
    """Makes roles where there are none and a group of users where there is none; returns how many rows that took."""
    return _roles() + _groups()


def _roles() -> int:
    """Two roles: one for whoever sets up the desk, one for a working day at it."""
    if Group.objects.exists():
        return 0
    ours = Q(content_type__app_label="crm")
    rights = {
        _("Administrators"): ours
        | Q(content_type__app_label="auth", content_type__model__in=["user", "group"]),
        _("Service agents"): ours & Q(codename__in=code_names(AGENTS)),
    }
    for name, chosen in rights.items():
        Group.objects.create(name=name).permissions.set(Permission.objects.filter(chosen))
    return len(rights)


def _groups() -> int:
    if UserGroup.objects.exists():
        return 0
    UserGroup.objects.create(name=_("Service desk"), rank=1)
    return 1
