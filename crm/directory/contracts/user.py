"""The whole carrier of a user."""

from __future__ import annotations

from crm.directory.contracts.arrays import nothing_of
from crm.directory.contracts.choices import NO_TEXT, USER_GROUP, choice
from crm.directory.contracts.contact import PERSON
from crm.directory.contracts.enums import USER_TYPE
from crm.directory.contracts.field_values import extra_fields
from crm.directory.contracts.project_entity import NO, NO_DATE
from crm.directory.models import Associate, FieldOwner, Role
from crm.wire import kinds
from crm.wire.contract import (
    RIGHTS,
    Collection,
    Column,
    Computed,
    Constant,
    Contract,
    Enum,
    Id,
    Key,
    Reference,
)

ROLE = choice("Role", Role)


def _can_sign_in(user: int | None, is_active: bool | None, deleted: bool) -> bool:  # noqa: FBT001  # columns
    return user is not None and bool(is_active) and not deleted


def _user_name(name: str | None) -> str:
    return name or ""


USER = Contract(
    "User",
    Associate,
    {
        "AssociateId": Key(),
        "Name": Column("name", mandatory=True),
        "Rank": "rank",
        "Tooltip": "tooltip",
        "LicenseOwners": nothing_of("LicenseOwner"),
        "Role": Reference(ROLE, "role"),
        "UserGroup": Reference(USER_GROUP, "group"),
        "OtherGroups": Collection(USER_GROUP, "other_groups", takes="ids"),
        "Person": Reference(PERSON, "person"),
        "Deleted": "deleted",
        "Lastlogin": "user__last_login",
        "Lastlogout": NO_DATE,
        "EjUserId": "ej_user_id",
        "RequestSignature": NO_TEXT,
        "Type": Enum("type", USER_TYPE),
        "IsPersonRetired": "person__retired",
        "IsOnTravel": NO,
        "Credentials": nothing_of("Credential"),
        "UserName": Computed(_user_name, ["user__username"], kinds.STRING, writes="username"),
        "TicketCategories": nothing_of("MDOListItem"),
        "NickName": NO_TEXT,
        "WaitingForApproval": NO,
        **extra_fields(FieldOwner.USER),
        "PostSaveCommands": nothing_of("CustomCommand"),
        **RIGHTS,
    },
    keeps=frozenset({"Role", "Type", "Person", "UserGroup", "EjUserId"}),
)

USER_INFO = Contract(
    "UserInfo",
    Associate,
    {
        "Deleted": "deleted",
        "UserInfoId": Key(),
        "UserName": Computed(_user_name, ["user__username"], kinds.STRING),
        "PersonId": Id("person"),
        "Rank": "rank",
        "Tooltip": "tooltip",
        "UserGroupId": Id("group"),
        "EjUserId": "ej_user_id",
        "UserType": Enum("type", USER_TYPE),
        "GrantedLicenses": Constant([], kinds.ARRAY),
        "CanLogon": Computed(_can_sign_in, ["user_id", "user__is_active", "deleted"], kinds.BOOLEAN),
        "RoleName": "role__name",
        "RoleTooltip": "role__tooltip",
        "UserGroupName": "group__name",
        "UserGroupTooltip": "group__tooltip",
        **RIGHTS,
    },
)
