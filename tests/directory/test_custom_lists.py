"""Lists that people make, what is changed of built-in ones, headings, and who sees which item."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission

from crm.directory.models import CustomList, Priority
from tests.callers import Api
from tests.carriers import misfits
from tests.world import World

pytestmark = pytest.mark.django_db


def names(items: list[dict[str, Any]]) -> list[str]:
    return [item["Name"] for item in items]


def a_list(api: Api, name: str = "Floors", *items: str) -> dict[str, Any]:
    made: dict[str, Any] = api.post("List", {"Name": name, "Tooltip": "Where it is", "Rank": 7})
    for rank, item in enumerate(items):
        api.post(f"List/{name}/Items", {"Name": item, "Rank": rank})
    return made


def test_a_list_is_made_found_changed_and_retired(world: World) -> None:
    api = Api(world.tove)
    blank = api.get("List/default")
    assert list(misfits(blank, "ListEntity")) == []
    assert (blank["Id"], blank["Name"], blank["IsCustomList"]) == (0, "", True)
    made = api.post("List", {**blank, "name": "Floors", "rank": 7})
    links = made.pop("_Links")
    assert list(misfits(made, "ListEntity")) == []
    assert (made["Name"], made["Rank"], made["IsCustomList"], made["Deleted"]) == ("Floors", 7, True, False)
    assert links["Archive"].endswith("/api/v1/List/Floors/Items")
    number = made["Id"]
    assert api.get(f"List/{number}") == {**made, "_Links": links} == api.get("list/floors/")
    assert made in api.get("List")
    assert api.post("Agents/List/GetListEntityByName", {"Name": "FLOORS"}) == made
    assert api.put(f"List/{number}", {"Tooltip": "Up"})["Name"] == "Floors"
    told = api.patch(f"List/{number}?$select=name", [{"op": "replace", "path": "name", "value": "Storeys"}])
    assert (told["Name"], told["Rank"]) == ("Storeys", None)
    assert api.get("List/Storeys")["Tooltip"] == "Up"
    api.delete(f"List/{number}")
    assert api.get(f"List/{number}")["Deleted"] is True
    api.get("List/Storeys", status=404)
    assert number not in [each["Id"] for each in api.get("List")]
    assert number in [each["Id"] for each in api.get("List?includeDeleted=true")]
    assert api.post("List", {"Name": "Storeys"})["Id"] == number + 1


def test_the_links_of_a_list_lead_to_it_whatever_it_is_called(world: World) -> None:
    api = Api(world.tove)
    made = a_list(api, "50% off? #1")
    link = made["_Links"]["Self"].partition("/api/v1/")[2]
    assert api.get(link)["Id"] == made["Id"]


NAMELESS = ("", "  ", "Priority", "EJCATEGORY", "42", "a/b", "Default", "floors", ".", "..", "a\nb")


@pytest.mark.parametrize("name", NAMELESS)
def test_a_list_needs_a_name_of_its_own(world: World, name: str) -> None:
    api = Api(world.tove)
    a_list(api)
    assert api.post("List", {"Name": name}, status=400)["ErrorMessage"].startswith("$.Name: ")
    assert CustomList.objects.count() == 1


def test_a_built_in_list_takes_what_is_told_of_it_but_keeps_its_name(world: World) -> None:
    api = Api(world.tove)
    before = api.get("List/Priority")
    changed = api.put("List/Priority", {**before, "Tooltip": "How soon", "UseGroupsAndHeadings": True})
    assert changed == {**before, "Tooltip": "How soon", "UseGroupsAndHeadings": True} == api.get("List/1")
    assert api.patch("List/1", {"rank": 3})["Rank"] == 3
    assert api.get("List/priority")["Tooltip"] == "How soon"
    for body in ({"Name": "Urgency"}, {"Deleted": True}):
        assert "built in" in api.patch("List/1", body, status=400)["ErrorMessage"]
    api.delete("List/Priority", status=400)
    api.put("List/Priority", None, status=400)


def test_items_of_a_list_that_was_made_are_its_own(world: World) -> None:
    api = Api(world.tove)
    floors, rooms = a_list(api, "Floors", "Ground", "First"), a_list(api, "Rooms", "Hall")
    ground, first = api.get("List/Floors/Items")
    assert list(misfits(ground, "ListItemEntity")) == []
    assert (ground["Name"], ground["UdListDefinitionId"]) == ("Ground", floors["Id"])
    assert api.get(f"List/{floors['Id']}/Items/{first['Id']}") == first
    api.get(f"List/Rooms/Items/{first['Id']}", status=404)
    api.put(f"List/Rooms/Items/{first['Id']}", first, status=404)
    api.delete(f"List/Rooms/Items/{first['Id']}", status=404)
    assert api.get("List/Rooms/Items/Default")["UdListDefinitionId"] == rooms["Id"]
    body = [{**first, "Name": "Top", "UdListDefinitionId": rooms["Id"]}, {"Name": "Cellar", "Rank": 9}]
    assert names(api.put("List/Floors/Items", body)) == ["Ground", "Top", "Cellar"]
    api.put("List/Rooms/Items", [{"Name": "Attic"}, first], status=404)
    assert names(api.get("List/Rooms/MDOItems")) == ["Hall"] == names(api.get("MDOList/rooms"))
    assert "Rooms" in api.get("MDOList")
    assert names(api.get("List/Floors/MDOItems?query=o")) == ["Ground", "Top"]
    api.delete("List/Floors/Items")
    assert api.get("List/Floors/Items") == []
    assert names(api.get("List/Floors/Items?includeDeleted=true")) == ["Ground", "Top", "Cellar"]
    api.get("List/Nowhere/Items", status=404)


@pytest.mark.parametrize("way", ["Definition", "Name"])
def test_agents_keep_items_of_any_list(world: World, way: str) -> None:
    api = Api(world.tove)
    made = a_list(api, "Floors", "Ground")
    key = "Id" if way == "Definition" else "Name"

    def ask(verb: str, found: dict[str, Any], status: int = 200, **body: Any) -> Any:
        body = {f"udListDefinition{key}": found[key], **body}
        return api.post(f"Agents/List/{verb}FromList{way}", body, status=status)

    added = ask("Add", made, item={"name": "First", "rank": 1})
    assert list(misfits(added, "ListItemEntity")) == []
    assert ask("Get", made, id=added["Id"]) == added == api.get(f"List/Floors/Items/{added['Id']}")
    assert ask("Save", made, id=added["Id"], item={**added, "Name": "Top"})["Name"] == "Top"
    assert ask("GetAll", made, includeDeleted=True) == api.get("List/Floors/Items")
    task, priority = {"Id": 2, "Name": "Task"}, {"Id": 1, "Name": "Priority"}
    assert names(ask("GetAll", task)) == [item["Value"] for item in api.get("List/Task/Items")]
    assert list(misfits(ask("GetAll", task), "array of ListItemEntity")) == []
    assert ask("Get", priority, id=added["Id"] + 5000) is None
    ask("Add", task, item={"Name": "x"}, status=400)
    ask("Save", priority, id=world.low.pk + 5000, item={"Name": "x"}, status=400)
    ask("GetAll", {"Id": 999, "Name": "Nowhere"}, status=404)


def test_items_stand_below_headings_and_are_seen_by_groups(world: World) -> None:
    api = Api(world.tove)
    low, high = world.low.pk, Priority.objects.exclude(pk=world.low.pk).first()
    assert high is not None
    soon, later = api.put(
        "List/Priority/Headings", [{"Name": "Soon", "Rank": 1}, {"Name": "Later", "Rank": 2}]
    )
    assert list(misfits(soon, "HeadingEntity")) == []
    assert soon["UdListDefinitionId"] == 1
    marks = api.put(f"List/Priority/Items/{low}/Headings", [{"Id": later["HeadingId"], "Selected": True}])
    assert list(misfits(marks[0], "SelectableMDOListItem")) == []
    assert [(mark["Name"], mark["Selected"]) for mark in marks] == [("Soon", False), ("Later", True)]
    assert marks == api.get(f"List/Priority/Items/{low}/Headings")
    assert "Later" not in names(api.get("MDOList/priority"))
    api.patch("List/Priority", {"UseGroupsAndHeadings": True})
    shown = {item["Name"]: names(item["ChildItems"]) for item in api.get("List/Priority/MDOItems")}
    assert shown["Later"] == [world.low.name]
    assert world.low.name not in shown
    assert shown["Soon"] == shown[high.name] == []
    assert world.low.name in names(api.get("MDOList/priority?flat=true"))
    added = api.post("List/Priority/Headings", {"Name": "Never", "Rank": 3})
    assert names(api.get("List/Priority/Headings")) == ["Soon", "Later", "Never"]
    assert names(api.put("List/1/Headings", [{**added, "Name": "Some day"}])) == ["Soon", "Later", "Some day"]
    api.put("List/Task/Headings", [added], status=400)
    api.put(f"List/Priority/Items/{low}/Headings", [{"Id": 0, "Selected": True}], status=400)
    api.delete("List/Priority/Headings")
    assert api.get("List/Priority/Headings") == []
    assert world.low.name in names(api.get("List/Priority/MDOItems"))


def test_an_item_that_groups_alone_see_is_shown_to_no_other(world: World) -> None:
    api, item = Api(world.tove), world.low
    assert world.ada.user is not None
    world.ada.user.user_permissions.add(Permission.objects.get(codename="view_priority"))
    address = f"List/Priority/Items/{item.pk}/UserGroups"
    assert not any(group["Selected"] for group in api.get(address))
    groups = api.put(
        address, [{"Id": world.field.pk, "Selected": True}, {"Id": world.desk.pk, "Selected": False}]
    )
    assert [group["Id"] for group in groups if group["Selected"]] == [world.field.pk]
    seen = names(Api(world.ada).get("MDOList/priority"))
    assert item.name in seen
    api.patch("List/Priority", {"UseGroupsAndHeadings": True})
    assert names(Api(world.ada).get("MDOList/priority")) == [name for name in seen if name != item.name]
    api.put(address, [{"Id": world.desk.pk, "Selected": True}])
    assert item.name in names(Api(world.ada).get("MDOList/priority"))
    api.put(address, [])
    assert item.name in names(Api(world.ada).get("MDOList/priority"))
    api.get("List/Priority/Items/99999/UserGroups", status=404)
    api.get(f"List/TicketStatus/Items/{world.open.pk}/Headings", status=404)


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("POST", "List"),
        ("PUT", "List/Priority"),
        ("PATCH", "List/1"),
        ("DELETE", "List/Floors"),
        ("GET", "List/Floors"),
        ("GET", "List/Floors/Items"),
        ("POST", "List/Floors/Items"),
        ("PUT", "List/Priority/Items"),
        ("DELETE", "List/Priority/Items"),
        ("GET", "List/Priority/Headings"),
        ("PUT", "List/Priority/Headings"),
        ("POST", "List/Priority/Headings"),
        ("DELETE", "List/Priority/Headings"),
        ("PUT", "List/Priority/Items/1/Headings"),
        ("PUT", "List/Priority/Items/1/UserGroups"),
        ("POST", "Agents/List/GetAllFromListName"),
        ("POST", "Agents/List/AddFromListName"),
    ],
)
def test_those_without_the_right_neither_see_nor_change_lists(world: World, verb: str, path: str) -> None:
    a_list(Api(world.tove))
    body = {"Name": "x", "UdListDefinitionName": "Floors"}
    assert Api(world.ada).call(verb, path, body, status=403)["ErrorType"] == "SoSentryException"
