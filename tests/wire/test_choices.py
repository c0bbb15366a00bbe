"""Lists over REST and the MDO agent: the documented carriers, nesting, searching, and who may change them."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.directory.models import Priority, RejectReason
from crm.directory.views.lists import LISTS as ORDINARY
from crm.tickets.models import TicketCategory
from crm.tickets.views.lists import LISTS as SORTING
from tests.callers import Api
from tests.carriers import misfits
from tests.world import World, plant

pytestmark = pytest.mark.django_db
ORDINARY_NAMES = [each.name for each in ORDINARY]
ALL = [each.name for each in (*ORDINARY, *SORTING)]


def names(items: list[dict[str, Any]]) -> list[str]:
    return [item["Name"] for item in items]


def mdo(api: Api, method: str, **body: Any) -> Any:
    return api.post(f"Agents/MDO/{method}", body)


@pytest.mark.parametrize("name", ALL)
def test_a_list_is_defined_by_name_and_by_number(world: World, name: str) -> None:
    api = Api(world.tove)
    defined = api.get(f"List/{name}")
    links = defined.pop("_Links")
    assert links["Self"].endswith(f"/api/v1/List/{name}")
    assert list(misfits(defined, "ListEntity")) == []
    assert api.get(f"list/{defined['Id']}")["Name"] == name
    assert api.get(f"List/{name}/Headings") == []
    assert defined in api.get("List")
    assert api.post("Agents/List/GetListEntityByName", {"Name": name.upper()}) == defined
    assert api.post(f"Agents/List/GetListEntity?listEntityId={defined['Id']}", None) == defined


def test_lists_that_are_not_there_are_404_or_null(world: World) -> None:
    api = Api(world.tove)
    for path in ("List/Nonsense", "List/999", "MDOList/nonsense", "MDOList/nonsense/selectable"):
        assert api.get(path, status=404)["Error"] is True
    assert api.post("Agents/List/GetListEntityByName", {"Name": "Nonsense"}) is None
    assert api.post("Agents/MDO/GetList", {"Name": "nonsense"}, status=404)["Error"] is True
    assert mdo(api, "GetListIdByListName", Name="nonsense") == 0
    assert mdo(api, "GetListIdByListName", Name="PRIORITY") == 1


@pytest.mark.parametrize("name", [name for name in ORDINARY_NAMES if name != "Task"])
def test_an_item_comes_changes_and_is_retired(world: World, name: str) -> None:
    api = Api(world.tove)
    blank = api.get(f"List/{name}/Items/Default")
    assert list(misfits(blank, "ListItemEntity")) == []
    made = api.post(f"List/{name}/Items", {"Name": "New one", "Rank": 3})
    assert list(misfits(made, "ListItemEntity")) == []
    address = f"List/{name}/Items/{made['Id']}"
    assert made["UdListDefinitionId"] == api.get(f"List/{name}")["Id"]
    changed = api.put(address, {**made, "Name": "Other"})
    assert changed == {**made, "Name": "Other"} == api.get(address)
    assert "Other" in names(api.get(f"List/{name}/MDOItems"))
    api.delete(address)
    assert api.get(address)["Deleted"] is True
    assert "Other" not in names(api.get(f"List/{name}/Items"))
    assert "Other" in names(api.get(f"List/{name}/Items?includeDeleted=true"))
    assert "Other" not in names(api.get(f"List/{name}/MDOItems"))


def test_an_item_needs_a_name(world: World) -> None:
    answer = Api(world.tove).post("List/Priority/Items", {"Name": "  "}, status=400)
    assert answer["ErrorMessage"].startswith("$.Name: ")


def test_only_those_with_the_right_change_a_list(world: World) -> None:
    api = Api(world.ada)
    for name in ("TicketStatus", "TicketPriority", "TicketCategory", "TicketType", "Priority"):
        api.post(f"List/{name}/Items", {"Name": "x"}, status=403)
    Api(world.cleo).get("List/TicketStatus/Items", status=403)
    Api(world.cleo).get("MDOList/ticketstatus", status=403)
    assert Api(world.cleo).get("List") == []


def test_items_of_task_are_task_list_items(world: World) -> None:
    api = Api(world.tove)
    items = api.get("List/Task/Items")
    assert [list(misfits(item, "TaskListItem")) for item in items] == [[]] * len(items)
    assert api.post("Agents/List/GetAllTasks", {"IncludeDeleted": False}) == items
    assert [item["Value"] for item in api.post("Agents/List/GetTasks", None)] == [
        item["Value"] for item in items
    ]


def test_every_list_has_choices_in_their_documented_shape(world: World) -> None:
    api = Api(world.tove)
    plant(RejectReason(name="On leave"))
    listed = api.get("MDOList")
    assert listed == mdo(api, "GetListNames")
    needed = """associate ejcategory ticketpriority ticketstatus TicketType ticketorigin person person_new contact
        contact_new project sale priority task rejectReason category business country"""
    assert set(needed.split()) <= set(listed)
    for name in listed:
        found = api.get(f"MDOList/{name}")
        assert [list(misfits(item, "MDOListItem")) for item in found] == [[]] * len(found), name
        marked = api.get(f"MDOList/{name.upper()}/selectable")
        assert [list(misfits(item, "SelectableMDOListItem")) for item in marked] == [[]] * len(marked)
        assert names(marked) == names(found)
        assert mdo(api, "GetList", Name=name) == found


def test_categories_are_nested_unless_they_are_to_be_flat(world: World) -> None:
    plant(TicketCategory(name="Lamps", fullname="Support/Lamps", parent=world.support))
    api = Api(world.tove)
    (support,) = [item for item in api.get("MDOList/ejcategory") if item["Id"] == world.support.pk]
    assert names(support["ChildItems"]) == ["Lamps"]
    assert support["ChildItems"][0]["FullName"] == "Support/Lamps"
    flat = api.get("MDOList/ejCategory?flat=true")
    assert "Lamps" in names(flat)
    assert all(item["ChildItems"] == [] for item in flat)
    assert mdo(api, "GetSimpleList", Name="ejcategory") == flat
    assert names(api.get("MDOList/ejcategory?query=lamp")) == ["Lamps"]
    body = {"Name": "ejcategory", "SearchValue": "LAMP"}
    assert names(api.post("Agents/MDO/GetListWithRestriction", body)) == ["Lamps"]


def test_people_are_searched_by_every_word_and_seen_as_everywhere(world: World) -> None:
    api = Api(world.ada)
    first, last = world.dan.firstname, world.dan.lastname
    (found,) = api.get(f"MDOList/person_new?query={last}%20{first}")
    assert found["Id"] == world.dan.pk
    assert api.get("MDOList/person?query=nobody-of-this-name") == []
    Api(world.cleo).get("MDOList/contact", status=403)


def test_one_item_is_found_by_its_id_even_when_it_is_retired(world: World) -> None:
    Priority.objects.filter(pk=world.low.pk).update(deleted=True)
    api = Api(world.ada)
    item = mdo(Api(world.tove), "GetListItem", ListName="priority", Id=world.low.pk)
    assert (item["Name"], item["Deleted"]) == (world.low.name, True)
    assert mdo(Api(world.tove), "GetListItem", ListName="priority", Id=999999) is None
    assert world.low.name not in names(Api(world.tove).get("MDOList/priority"))
    assert api.post("Agents/MDO/GetList", {"Name": "priority"}, status=403)["Error"] is True


def test_nobodys_last_choices_are_kept(world: World) -> None:
    api = Api(world.tove)
    assert mdo(api, "GetList", Name="ticketstatus", OnlyHistory=True) == []
    body = {"Name": "ticketstatus", "HistoryItems": [1]}
    assert names(api.post("Agents/MDO/GetListWithHistory", body)) == names(api.get("MDOList/ticketstatus"))


def test_reading_a_list_takes_as_many_statements_for_a_hundred_items(world: World) -> None:
    api, taken = Api(world.tove), []
    for number in (1, 100):
        plant(*[RejectReason(name=f"Reason {number} {place}") for place in range(number)])
        api.get("List/RejectReason/Items")
        with CaptureQueriesContext(connection) as statements:
            api.get("List/RejectReason/Items")
        taken.append(len(statements))
    assert taken[0] == taken[1]
