"""Users over REST and Agents: only administrators write them, and everybody learns who they are."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User

from crm.directory.actions import new_user, save_user
from crm.directory.contracts import USER
from crm.directory.models import Associate
from tests.callers import Api
from tests.carriers import CARRIERS
from tests.contract import Carrier, EntityContract
from tests.fidelity.recording import Shown
from tests.world import NOON, World, again, plant

pytestmark = pytest.mark.django_db


def users(world: World, number: int) -> list[Associate]:
    """Users with all that a user can have."""
    accounts = plant(*[User(username=f"user{place}", last_login=NOON) for place in range(number)])
    rows = plant(
        *[
            Associate(
                name=f"u{place}",
                full_name="Una Vik",
                user=account,
                person=world.dan,
                group=world.desk,
                ej_user_id=1,
                tooltip="At the desk",
            )
            for place, account in enumerate(accounts)
        ]
    )
    through: Any = Associate.other_groups.through
    plant(*[through(associate=row, usergroup=world.field) for row in rows])
    return list(rows)


class TestUserContract(EntityContract):
    contract = USER
    resource = agent = "User"
    samples = {
        "Name": "una",
        "UserName": "una@desk.example",
        "OtherGroups": lambda world: [{"Id": world.desk.pk}],
    }

    def new(self, by: Associate) -> Associate:
        return new_user(by=by)

    def save(self, row: Any, values: dict[str, Any], by: Associate) -> Associate:
        return save_user(row, values, by=by)

    def plant(self, world: World, number: int) -> list[Associate]:
        return users(world, number)

    def body(self, world: World) -> Carrier:
        return {
            "name": "una",
            "userName": "una@desk.example",
            "person": {"personId": world.erik.pk},
            "userGroup": {"id": world.field.pk},
            "otherGroups": [{"id": world.desk.pk}],
        }


def test_a_new_user_gets_an_account_that_nobody_can_sign_in_with_yet(world: World) -> None:
    made = Api(world.tove).post("User", {"Name": "una", "Person": {"PersonId": world.cleo_person.pk}})
    una = Associate.objects.get(pk=made["AssociateId"])
    assert una.user is not None
    assert (una.user.username, una.full_name, una.email) == ("una", "Cleo Marsh", "cleo@lab.example")
    assert not una.user.has_usable_password()
    assert not una.is_administrator
    Api(una).get("User/current", status=401)


def test_a_resource_has_no_account(world: World) -> None:
    made = Api(world.tove).post("User", {"Name": "room1", "Type": "ResourceAssociate"})
    assert again(Associate.objects.get(pk=made["AssociateId"])).user is None


def test_only_administrators_create_change_and_retire_users(world: World) -> None:
    world.ada.user.user_permissions.set(Permission.objects.all())  # type: ignore[union-attr]  # she has an account
    api = Api(world.ada)
    api.post("User", {"Name": "una"}, status=403)
    api.put(f"User/{world.bo.pk}", {"Name": "bob"}, status=403)
    api.patch(f"User/{world.ada.pk}", {"Tooltip": "Boss"}, status=403)
    api.delete(f"User/{world.bo.pk}", status=403)
    api.post("Agents/User/SaveUser", {"Name": "una"}, status=403)
    assert (again(world.bo).name, again(world.bo).deleted) == ("bo", False)


def test_a_retired_user_is_still_told_of_and_signs_in_no_more(world: World) -> None:
    Api(world.tove).delete(f"User/{world.bo.pk}")
    assert Api(world.tove).get(f"User/{world.bo.pk}")["Deleted"] is True
    Api(world.bo).get("User/current", status=401)
    Api(world.tove).delete(f"User/{world.tove.pk}", status=400)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"Name": " "}, "Name"),
        ({"Name": "ada"}, "Name"),
        ({"Name": "una", "UserName": "ADA"}, "UserName"),
        ({"Name": "una", "UserName": "u" * 151}, "UserName"),
    ],
)
def test_a_user_that_cannot_be_is_refused_by_the_member_at_fault(
    world: World, body: dict[str, Any], fault: str
) -> None:
    api = Api(world.tove)
    assert api.post("User", body, status=400)["ErrorMessage"].startswith(f"$.{fault}: ")
    assert fault in api.post("User/Validate", body)
    assert not Associate.objects.filter(name="una").exists()


def test_a_user_is_found_by_the_name_they_sign_in_with(world: World) -> None:
    api = Api(world.tove)
    assert api.get("User/BO")["AssociateId"] == world.bo.pk
    assert api.put("User/bo", {"Name": "bo", "Tooltip": "Field"})["Tooltip"] == "Field"
    assert again(world.bo).user == world.bo.user
    api.delete("User/bo")
    assert again(world.bo).deleted
    api.get("User/nobody", status=404)
    assert api.post("Agents/User/GetUserFromName", {"UserName": "nobody"}) is None
    found = api.post("Agents/User/GetUserFromPersonId", {"PersonId": world.cleo_person.pk})
    assert [each["AssociateId"] for each in found] == [world.cleo.pk]


def test_everybody_learns_who_they_are(world: World) -> None:
    for caller in world.cast:
        api = Api(caller)
        principal = api.get("User/currentPrincipal")
        told = [name for name in principal if name != "UserName"]  # newer than the reference's table
        assert told == list(PRINCIPAL)
        assert principal["AssociateId"] == caller.pk
        assert api.get("User/current")["AssociateId"] == caller.pk
        assert api.get("User/currentAssociate")["Name"] == caller.name
        assert list(api.get("User/currentAssociate")) == list(CARRIERS["Associate"])
    customer = Api(world.cleo).get("User/currentPrincipal")
    assert (customer["PersonId"], customer["ContactId"]) == (world.cleo_person.pk, world.lab.pk)
    assert (customer["UserType"], customer["RoleType"]) == ("ExternalAssociate", "ExternalUser")
    assert customer["ContactOwner"] == world.ours.pk


PRINCIPAL = (
    "UserType", "Associate", "AssociateId", "IsPerson", "PersonId", "CountryId", "HomeCountryId", "ContactId", "GroupId",
    "BusinessId", "CategoryId", "ContactOwner", "RoleId", "RoleName", "RoleDescription", "RoleType", "Licenses",
    "FullName", "EMailAddress", "FunctionRights", "EjUserId", "EjAccessLevel", "EjUserStatus", "ProvidedCredentials",
    "SecondaryGroups", "DatabaseContextIdentifier",
)  # fmt: skip


def test_nothing_extends_the_desk_so_nobody_has_a_custom_command(world: World, shown: Shown) -> None:
    ada, place = Api(world.ada), f"User/{world.bo.pk}/CustomCommand"
    assert ada.get(place) == []
    assert "Archive" in ada.post(f"{place}/Archive", None, status=404)["ErrorMessage"]
    shown("departs endpoint POST /api/v1/User/{id}/CustomCommand/{commandName}")
    shown("departs enum CommandAction.*")
    ada.get("User/999999/CustomCommand", status=404)


def test_presence_is_told_of_oneself_and_by_administrators_of_anybody(world: World) -> None:
    ada, place = Api(world.ada), f"User/{world.ada.pk}/UserPresenceStatus"
    assert ada.get(place) == {"Status": "StatusNormal", "Message": ""}
    away = {"Status": "StatusNotAvailable", "Message": "At lunch"}
    assert ada.put(place, away) == ada.get(place) == away
    ada.put(f"User/{world.bo.pk}/UserPresenceStatus", away, status=403)
    ada.put(place, {"Status": "StatusSpm"}, status=400)
    body = {"AssociateId": world.bo.pk, "UserPresenceStatus": away}
    assert Api(world.tove).post("Agents/User/SetUserPresenceStatus", body) == away
    assert ada.post("Agents/User/GetUserPresenceStatus", {"AssociateId": world.bo.pk}) == away
    assert ada.post("Agents/User/GetUserPresenceStatus", {"AssociateId": 999999}) is None


def test_groups_are_told_all_or_by_their_ids(world: World) -> None:
    api = Api(world.tove)
    every = api.post("Agents/User/GetAllUserGroups", {"IncludeDeleted": False})
    assert {each["Value"] for each in every} == {"Service desk", "Field service"}
    one = api.post(f"Agents/User/GetUserGroup?userGroupId={world.desk.pk}", None)
    assert one["Value"] == "Service desk"
    assert api.post("Agents/User/GetUserGroup?userGroupId=999999", None) is None


def test_the_users_of_a_group_are_told_by_type_without_those_who_left(world: World) -> None:
    body = {"GroupId": world.desk.pk, "Type": 0}
    found = Api(world.ada).post("Agents/Associate/GetAssociatesByGroup", body)
    assert {each["AssociateId"] for each in found} == {world.ada.pk, world.tove.pk}
    assert Api(world.ada).post("Agents/Associate/GetAssociatesByGroup", body | {"Type": 3}) == []


def test_people_sign_in_with_a_user_name_and_a_password(world: World) -> None:
    (told,) = Api(world.ada).get("User/CredentialTypes")
    assert list(told) == [*CREDENTIAL_TYPE, "TableRight", "FieldProperties"]
    assert (told["ValueControl"], told["IsUserNameSupported"]) == ("Static", True)


CREDENTIAL_TYPE = (
    "DisplayType", "Type", "Description", "ValueControl", "CanCreatePerson", "IsUserNameSupported",
)  # fmt: skip


def test_a_customer_sees_no_other_user(world: World) -> None:
    world.cleo.user.groups.set(world.ada.user.groups.all())  # type: ignore[union-attr]  # both have accounts
    api = Api(world.cleo)
    api.get(f"User/{world.ada.pk}", status=404)
    api.get("User/ada", status=404)
    assert api.get(f"User/{world.cleo.pk}")["Name"] == "cleo"
