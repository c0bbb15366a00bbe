"""Roles over the API: in users, in who asks, in lists, and set by administrators."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission

from crm.directory.models import Role
from crm.directory.models.role import ADMINISTRATOR_ROLE, AGENT_ROLE, CUSTOMER_ROLE, READER_ROLE
from tests.callers import Api
from tests.world import World, again

pytestmark = pytest.mark.django_db


def test_who_asks_is_told_their_role_and_its_rights(world: World) -> None:
    told = {who.name: Api(who).get("User/currentPrincipal") for who in (world.tove, world.ada, world.cleo)}
    kinds = {name: (each["RoleId"], each["RoleName"], each["RoleType"]) for name, each in told.items()}
    assert kinds == {
        "tje0": (ADMINISTRATOR_ROLE, "Administrator", "Employee"),
        "ada": (AGENT_ROLE, "Service agent", "Employee"),
        "cleo": (CUSTOMER_ROLE, "Customer", "ExternalUser"),
    }
    rights = {name: set(each["FunctionRights"]) for name, each in told.items()}
    assert "admin-all" in rights["tje0"]
    assert {"List all requests", "Edit all requests"} < rights["ada"] < rights["tje0"]
    assert rights["cleo"] == set()


def test_an_administrator_gives_a_user_another_role(world: World) -> None:
    tove = Api(world.tove)
    carrier = tove.get(f"User/{world.ada.pk}")
    assert (carrier["Role"]["Id"], carrier["Role"]["Value"]) == (AGENT_ROLE, "Service agent")
    reader = {"Role": {"Id": READER_ROLE}}
    assert tove.put(f"User/{world.ada.pk}", carrier | reader)["Role"]["Value"] == "Reader"
    tove.put(f"User/{world.ada.pk}", carrier | {"Role": None})
    assert again(world.ada).role_id == READER_ROLE
    Api(world.bo).put(f"User/{world.ada.pk}", reader, status=403)
    refused = tove.patch(f"User/{world.tove.pk}", reader, status=400)["ErrorMessage"]
    assert refused.startswith("$.Role")
    assert again(world.tove).is_administrator


def test_roles_are_answered_by_id_and_by_type(world: World) -> None:
    assert world.ada.user is not None
    world.ada.user.user_permissions.add(Permission.objects.get(codename="view_role"))
    Role.objects.filter(pk=READER_ROLE).update(tooltip="Looks, and touches nothing")
    ada = Api(world.ada)
    role = ada.post(f"Agents/User/GetRole?roleId={READER_ROLE}", None)
    assert (role["Id"], role["Value"], role["Tooltip"]) == (
        READER_ROLE,
        "Reader",
        "Looks, and touches nothing",
    )
    assert ada.post("Agents/User/GetRole?roleId=99", None) is None
    found = {
        kind: [role["Name"] for role in ada.post("Agents/User/GetAllRoles", {"RoleType": kind})]
        for kind in ("Employee", "ExternalUser", "Anonymous")
    }
    assert found == {
        "Employee": ["Administrator", "Service agent", "Agent of own categories", "Reader"],
        "ExternalUser": ["Customer"],
        "Anonymous": [],
    }
    assert [role["Name"] for role in ada.get("MDOList/role")] == [*found["Employee"], *found["ExternalUser"]]


def test_users_are_answered_in_short(world: World) -> None:
    tove = Api(world.tove)
    info = tove.post(f"Agents/User/GetUserInfo?userInfoId={world.ada.pk}", None)
    shown = ("UserInfoId", "UserName", "CanLogon", "RoleName", "UserGroupName", "Deleted", "GrantedLicenses")
    assert [info[name] for name in shown] == [
        world.ada.pk,
        "ada",
        True,
        "Service agent",
        "Service desk",
        False,
        [],
    ]
    keys = [world.rolf.pk, 999_999, world.bo.pk]
    found = tove.post("Agents/User/GetUserInfoList", keys)
    assert [(each["UserInfoId"], each["CanLogon"]) for each in found] == [
        (world.rolf.pk, False),
        (world.bo.pk, True),
    ]
    assert Api(world.cleo).post("Agents/User/GetUserInfoList", keys, status=403)
