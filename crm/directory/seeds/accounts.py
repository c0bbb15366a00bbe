"""Accounts to sign in with, what they may do, and the users behind them."""

from __future__ import annotations

import datetime
import hashlib

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission, User
from django.core.management.base import CommandError

from crm.directory.models import Associate, UserType
from crm.directory.seeds.cast import AGENTS, CAST, CUSTOMERS, READERS, Member
from crm.directory.seeds.companies import person_email
from crm.directory.seeds.planting import ago, plant

_LISTS = (
    "business contactcategory contactinterest country currency customlist customlistitem personinterest position priority projectstatus "
    "projecttype rejectreason saletype task "
    "categorymembership escalationlevel ticketcategory ticketpriority ticketstatus tickettype usergroup role associate"
)
# What stands in a permission's code name, by the verbs that a working day needs.
_WORK = {
    "ticket ticketmessage ticketmessageheader attachment person contact project projectmember sale": "view add change",
    "appointment appointmentlink appointmentvisibility participant recurrence": "view add change delete",
    "tickettag": "view add",
    "systemevent systemmessage workflowevent delivery": "view",
    _LISTS: "view",
}
# What customers see for themselves: which rows, their role and the rows say.
_SELF_SERVICE = {"ticket": "view add", "appointment": "view"}
_READING = dict.fromkeys(_WORK, "view")
_RIGHTS = {AGENTS: _WORK, READERS: _READING, CUSTOMERS: _SELF_SERVICE}


def code_names(rights: str) -> set[str]:
    """What the members of a group may do, as Django spells it."""
    return {
        f"{verb}_{model}"
        for models, listed in _RIGHTS[rights].items()
        for model in models.split()
        for verb in listed.split()
    }


def taken_names() -> list[str]:
    """Accounts of somebody else's that bear the name of a demo account."""
    return list(
        User.objects.filter(username__in=[member.name for member in CAST if member.what])
        .exclude(associate__is_demo=True)
        .order_by("username")
        .values_list("username", flat=True)
    )


def plant_accounts(now: datetime.datetime) -> int:
    """Plants groups of rights, accounts and users; returns how many users that took.

    An account comes with its user and only then: one that was renamed or closed is not made a second time.
    Raises CommandError when an account of somebody else's has the name of a demo account.
    """
    if names := taken_names():
        raise CommandError(
            f"There are accounts called {', '.join(names)} already, and they are not demo accounts. Rename them first."
        )
    groups = {rights: _plant_rights(rights) for rights in _RIGHTS}
    planted = plant(_associate(member) for member in CAST)
    by_key = {member.key: member for member in CAST}
    for associate in planted:
        member = by_key[associate.pk]
        associate.other_groups.set(member.others)
        if member.what:
            associate.user = _plant_user(member, groups, now)
            associate.save(update_fields=["user"])
    return len(planted)


def _plant_rights(name: str) -> Group:
    group, created = Group.objects.get_or_create(name=name)
    if created:
        group.permissions.set(
            Permission.objects.filter(content_type__app_label="crm", codename__in=code_names(name))
        )
    return group


def _associate(member: Member) -> Associate:
    return Associate(
        id=member.key,
        name=member.name,
        full_name=member.full_name,
        person_id=member.person,
        type=member.type,
        role_id=member.role,
        group_id=member.group,
        ej_user_id=member.ej_user,
        email=person_email(member.person) if member.person else "",
        is_demo=True,
    )


def _plant_user(member: Member, groups: dict[str, Group], now: datetime.datetime) -> User:
    first, _, last = member.full_name.partition(" ")
    user = User.objects.create(
        username=member.name,
        password=make_password(member.password, salt=salt_of(member.name)),
        first_name=first,
        last_name=last,
        email=person_email(member.person) if member.person else "",
        is_staff=member.type == UserType.INTERNAL_ASSOCIATE,
        is_superuser=member.administrator,
        date_joined=ago(now, days=900),
    )
    if member.rights:
        user.groups.add(groups[member.rights])
    return user


def salt_of(name: str) -> str:
    """A salt of its own for each name, but always the same: a demo world is equal to the last one made.

    Long enough that Django does not replace it at the first sign-in, short enough for the password's column.
    """
    return hashlib.sha256(name.encode()).hexdigest()[:32]
