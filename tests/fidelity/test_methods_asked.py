"""Agents' methods called as the reference prints them, with every argument, each answering what the rows say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.callers import Api
from tests.world import World

Told = Callable[[World], Any]
COLUMNS = {
    "ProviderName": "Ticket", "Columns": ["ticketId", "title"], "Entities": ["ticket"],
    "SortOrder": [{"Name": "ticketId", "Direction": "DESC"}], "Page": 0, "PageSize": 1, "Context": "", "Options": "",
    "Restriction": [{"Name": "title", "Operator": "is", "Values": ["No light"]}],
}  # fmt: skip
IN_TEXTS = COLUMNS | {
    "Columns": "ticketId,title",
    "Entities": "ticket",
    "SortOrder": "ticketId desc",
    "Restriction": "title is 'No light'",
}
MDO = {"ForceFlatList": True, "AdditionalInfo": "", "OnlyHistory": False, "HistoryItems": []}
# What is sent, by method (and what stands in its query), and which keys come back under which name.
FINDS: dict[str, tuple[Told, str, Told]] = {
    "Contact/GetContact?contactId=LAB": (lambda _: None, "ContactId", lambda world: world.lab.pk),
    "Person/GetPersonList": (lambda world: [world.dan.pk], "PersonId", lambda world: [world.dan.pk]),
    "User/GetUserGroupList": (lambda world: [world.desk.pk], "Id", lambda world: [world.desk.pk]),
    "List/GetPriority?priorityId=LOW": (lambda _: None, "Id", lambda world: world.low.pk),
    "List/GetPriorityList": (lambda world: [world.low.pk], "Id", lambda world: [world.low.pk]),
    "List/GetPriorities": (lambda _: None, "Id", lambda world: [world.low.pk, world.high.pk]),
    "List/GetSoTask?soTaskId=CALL": (lambda _: None, "Id", lambda world: world.call.pk),
    "List/GetTaskList": (lambda world: [world.call.pk], "Id", lambda world: [world.call.pk]),
    "List/GetTicketCategoryList": (
        lambda world: [world.loud.pk],
        "TicketCategoryId",
        lambda world: [world.loud.pk],
    ),
    "List/GetTicketTypeList": (
        lambda world: [world.question.pk],
        "TicketTypeId",
        lambda world: [world.question.pk],
    ),
    "List/GetAllTicketPriorities": (
        lambda _: {"IncludeDeleted": True},
        "TicketPriorityId",
        lambda world: [world.normal.pk, world.urgent.pk],
    ),
    "MDO/GetList": (lambda _: MDO | {"Name": "priority"}, "Id", lambda world: [world.low.pk, world.high.pk]),
    "MDO/GetListWithHistory": (
        lambda _: MDO | {"Name": "priority"},
        "Id",
        lambda world: [world.low.pk, world.high.pk],
    ),
    "MDO/GetSelectableList": (
        lambda _: MDO | {"Name": "priority"},
        "Id",
        lambda world: [world.low.pk, world.high.pk],
    ),
    "MDO/GetListWithRestriction": (
        lambda _: {"Name": "priority", "AdditionalInfo": "", "SearchValue": "high"},
        "Id",
        lambda world: [world.high.pk],
    ),
    "MDO/GetSelectableSimpleList": (
        lambda _: {"Name": "priority"},
        "Id",
        lambda world: [world.low.pk, world.high.pk],
    ),
    "Archive/GetArchiveListByColumnsWithContext": (
        lambda _: COLUMNS,
        "PrimaryKey",
        lambda world: [world.ticket.pk],
    ),
    "Archive/GetArchiveListByColumnsWithContext2": (
        lambda _: IN_TEXTS,
        "PrimaryKey",
        lambda world: [world.ticket.pk],
    ),
}
DELETED = {  # what is saved of each, so that it can be deleted; whether it is only marked as deleted
    "Appointment/AppointmentEntity": ({"Title": "One"}, False),
    "Configuration/SystemEventEntity": ({"Eventkey": "one"}, False),
    "Contact/ContactEntity": ({"Name": "One"}, False),
    "Person/PersonEntity": ({"Lastname": "One"}, False),
    "List/TicketCategoryEntity": ({"Name": "One"}, True),
    "List/TicketPriorityEntity": ({"Name": "One"}, True),
    "List/TicketStatusEntity": ({"Name": "One"}, True),
    "List/TicketTypeEntity": ({"Name": "One"}, True),
}


def keys(answer: Any, name: str) -> Any:
    """The keys of an answer, in the order of their numbers when they are many."""
    return sorted(each[name] for each in answer) if isinstance(answer, list) else answer[name]


def called(api: Api, name: str, body: Any, world: World) -> Any:
    for word, row in {"LAB": world.lab, "LOW": world.low, "CALL": world.call}.items():
        name = name.replace(word, str(row.pk))
    return api.post(f"Agents/{name}", body)


def test_each_method_finds_the_rows_that_it_is_asked_for(world: World) -> None:
    api, wrong = Api(world.tove), {}
    for name, (body, key, expected) in FINDS.items():
        found = keys(called(api, name, body(world), world), key)
        if found != expected(world):
            wrong[name] = found, expected(world)
    assert wrong == {}


def test_archives_with_a_header_tell_how_many_rows_there_are(world: World) -> None:
    for name, options in (("", COLUMNS), ("2", IN_TEXTS)):
        found = Api(world.tove).post(f"Agents/Archive/GetArchiveListByColumnsWithHeader{name}", options)
        assert found["RowCount"] == 1
        assert keys(found["Rows"], "PrimaryKey") == [world.ticket.pk]


def test_what_may_be_asked_of_an_archive_is_the_same_in_every_context(world: World) -> None:
    for name in ("GetAvailableColumns", "GetAvailableEntities"):
        asked = {"ProviderName": "Ticket", "Context": ""}
        assert Api(world.tove).post(f"Agents/Archive/{name}", asked)


@pytest.mark.parametrize("name", DELETED)
def test_each_entity_is_deleted_by_the_id_in_the_query(name: str, world: World) -> None:
    api, (agent, entity) = Api(world.tove), name.split("/")
    body, kept = DELETED[name]
    saved = api.post(f"Agents/{agent}/Save{entity}", body)
    key = next(iter(saved[each] for each in (entity.replace("Entity", "Id"), f"{entity}Id") if each in saved))
    assert api.call("POST", f"Agents/{agent}/Delete{entity}?{entity}Id={key}", status=204) is None
    assert (api.post(f"Agents/{agent}/Get{entity}?{entity}Id={key}", None) is not None) is kept


@pytest.mark.parametrize(
    ("name", "all_of", "row"),
    [("TicketPriority", "TicketPriorities", "normal"), ("TicketType", "TicketTypes", "incident")],
)
def test_a_row_of_a_list_goes_where_its_number_says(name: str, all_of: str, row: str, world: World) -> None:
    api, moved = Api(world.tove), getattr(world, row).pk
    api.call("POST", f"Agents/List/Set{name}SortOrder", {f"{name}Id": moved, "SortOrder": 99}, status=204)
    last = api.post(f"Agents/List/Get{all_of}", None)[-1]
    assert last.get(f"{name}Id", last.get("Id")) == moved


def test_people_can_ask_for_themselves_and_for_phones(world: World) -> None:
    world.ada.person = world.dan
    world.ada.save(update_fields=["person"])
    assert Api(world.ada).post("Agents/Person/GetMyPerson", None)["PersonId"] == world.dan.pk
    assert Api(world.ada).post("Agents/Person/GetPhones", {"PersonId": world.dan.pk}) == []


def test_all_list_definitions_are_told(world: World) -> None:
    found = Api(world.tove).post("Agents/List/GetListDefinitions", {"IncludeDeleted": True})
    assert {"Task", "Priority", "TicketStatus"} <= set(keys(found, "Name"))
