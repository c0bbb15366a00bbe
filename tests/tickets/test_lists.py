"""The lists that sort tickets: they change by the rules, and what has a retired row keeps it."""

from __future__ import annotations

import pytest
from django.test import Client

from crm.tickets.actions import save_ticket
from crm.tickets.models import (
    BaseStatus,
    PriorityFlag,
    Ticket,
    TicketCategory,
    TicketPriority,
    TicketStatus,
    TicketType,
)
from tests.callers import Api
from tests.carriers import misfits
from tests.world import World, again, plant

pytestmark = pytest.mark.django_db
SORTING = {
    "TicketCategory": {"Name": "Lamps"},
    "TicketPriority": {"Name": "Soon", "Deadline": 90, "MonStart": "0001-01-01T08:00:00"},
    "TicketStatus": {"Name": "Waiting for parts", "Status": "Active"},
    "TicketType": {"Name": "Wish", "Rank": 4},
}


@pytest.mark.parametrize("name", SORTING)
def test_a_row_is_made_changed_read_and_retired_alike_over_rest_and_agents(world: World, name: str) -> None:
    api, entity = Api(world.tove), f"{name}Entity"
    blank = api.get(f"List/{name}/Items/Default")
    assert blank == api.post(f"Agents/List/CreateDefault{entity}", None)
    assert list(misfits(blank, entity)) == []
    made = api.post(f"List/{name}/Items", SORTING[name])
    assert "_Links" not in made
    key = made[f"{name}Id"]
    assert made == api.get(f"List/{name}/Items/{key}")
    assert made == api.post(f"Agents/List/Get{entity}?{entity}Id={key}", None)
    saved = api.post(f"Agents/List/Save{entity}", {**made, "Name": "Other"})
    assert saved == {**made, "Name": "Other", **({"Fullname": "Other"} if "Fullname" in made else {})}
    assert saved == api.put(f"List/{name}/Items/{key}", saved)
    assert saved in api.get(f"List/{name}/Items")
    api.delete(f"List/{name}/Items/{key}")
    assert key not in [item[f"{name}Id"] for item in api.get(f"List/{name}/Items")]
    assert api.get(f"List/{name}/Items/{key}")["Name"] == "Other"
    assert api.get(f"List/{name}/Items/999999", status=404)["Error"] is True
    assert api.post(f"Agents/List/Get{entity}?{entity}Id=999999", None) is None


def test_ticket_types_have_an_address_of_their_own(world: World) -> None:
    api = Api(world.tove)
    made = api.post(
        "TicketType",
        {"Name": "Wish", "TicketStatuses": [world.open.pk], "DefaultTicketStatus": world.open.pk},
    )
    key = made["TicketTypeId"]
    read = api.get(f"TicketType/{key}")
    assert read.pop("_Links")["Self"].endswith(f"/TicketType/{key}")
    assert read == made == api.get(f"List/TicketType/Items/{key}")
    assert made["TicketStatuses"] == [world.open.pk]
    api.delete(f"TicketType/{key}")
    assert TicketType.objects.get(pk=key).deleted is True


def test_the_lists_of_the_agent_are_those_of_rest(world: World) -> None:
    api = Api(world.ada)
    for method, name in (
        ("GetTicketCategories", "TicketCategory"),
        ("GetTicketStatuses", "TicketStatus"),
        ("GetTicketTypes", "TicketType"),
        ("GetAllTicketPriorities", "TicketPriority"),
    ):
        assert api.post(f"Agents/List/{method}", None) == api.get(f"List/{name}/Items"), method
    keys = [world.merged.pk, world.open.pk, 999999]
    found = api.post("Agents/List/GetTicketStatusList", keys)
    assert [each["TicketStatusId"] for each in found] == keys[:2]
    chosen = api.post("Agents/List/GetTicketPriorityList", [world.urgent.pk])
    assert [(each["Id"], each["Value"]) for each in chosen] == [(world.urgent.pk, world.urgent.name)]
    assert api.post(f"Agents/List/GetTicketPriority?ticketPriorityId={world.urgent.pk}", None) == chosen[0]
    assert chosen[0] in api.post("Agents/List/GetTicketPriorities", None)
    category = api.post(f"Agents/List/GetTicketCategory?ticketCategoryId={world.support.pk}", None)
    assert (category["Id"], category["Value"]) == (world.support.pk, world.support.name)
    api.post("Agents/List/GetTicketStatusList", {"no": "array"}, status=400)


def test_a_new_default_takes_the_place_of_the_old_one(world: World) -> None:
    api = Api(world.tove)
    made = api.post("List/TicketStatus/Items", {"Name": "First", "Status": "Active", "IsDefault": True})
    assert list(
        TicketStatus.objects.filter(base=BaseStatus.ACTIVE, is_default=True).values_list("pk", flat=True)
    ) == [made["TicketStatusId"]]
    made = api.post("List/TicketPriority/Items", {"Name": "First", "Flags": "Default"})
    default = [each.pk for each in TicketPriority.objects.all() if each.flags & PriorityFlag.DEFAULT]
    assert default == [made["TicketPriorityId"]]
    made = api.post("List/TicketType/Items", {"Name": "First", "IsDefault": True})
    assert TicketType.objects.get(is_default=True).pk == made["TicketTypeId"]


def test_a_base_status_keeps_its_last_status(world: World) -> None:
    api = Api(world.tove)
    answer = api.delete(f"List/TicketStatus/Items/{world.spam.pk}", status=400)
    assert "last status" in answer["ErrorMessage"]
    assert again(world.spam).deleted is False


def test_a_retired_status_is_chosen_for_nobody(world: World) -> None:
    api = Api(world.tove)
    api.delete(f"List/TicketStatus/Items/{world.open.pk}")
    ticket = save_ticket(Ticket(), {}, by=world.ada)
    assert ticket.status_id != world.open.pk
    assert again(world.ticket).status_id == world.open.pk


def test_a_status_that_tickets_have_keeps_its_base(world: World) -> None:
    answer = Api(world.tove).put(
        f"List/TicketStatus/Items/{world.open.pk}", {"Name": "Open", "Status": "Closed"}, status=400
    )
    assert answer["ErrorMessage"].startswith("$.Status: ")


def test_changing_to_another_status_gives_it_to_everything(world: World) -> None:
    TicketCategory.objects.filter(pk=world.support.pk).update(default_ticket_status=world.open)
    TicketType.objects.filter(pk=world.incident.pk).update(default_status=world.open)
    api = Api(world.tove)
    assert api.get(f"List/TicketStatus/{world.open.pk}/ChangeTo/{world.waiting.pk}", status=204) is None
    assert again(world.ticket).status == world.waiting
    assert again(world.support).default_ticket_status == world.waiting
    assert again(world.incident).default_status == world.waiting
    body = {"FromTicketStatusId": world.waiting.pk, "ToTicketStatusId": world.open.pk}
    api.post("Agents/List/GlobalChangeTicketStatus", body, status=204)
    assert again(world.ticket).status == world.open


def test_a_status_changes_only_into_one_of_its_base(world: World) -> None:
    path = f"List/TicketStatus/{world.open.pk}/ChangeTo/{world.closed.pk}"
    assert "different base statuses" in Api(world.tove).get(path, status=400)["ErrorMessage"]
    Api(world.tove).get(f"List/TicketStatus/{world.open.pk}/ChangeTo/999999", status=400)
    Api(world.ada).get(f"List/TicketStatus/{world.open.pk}/ChangeTo/{world.waiting.pk}", status=403)
    assert again(world.ticket).status == world.open


def test_a_get_that_writes_takes_no_cookie(world: World) -> None:
    browser = Client()
    browser.force_login(world.tove.user, backend="crm.directory.views.accounts.AccountBackend")  # type: ignore[arg-type]  # she has an account
    path = f"/api/v1/List/TicketStatus/{world.open.pk}"
    assert browser.get("/api/v1/List/TicketStatus/Items").status_code == 200
    assert browser.get(f"{path}/ChangeTo/{world.waiting.pk}").status_code == 403
    assert again(world.ticket).status == world.open


def test_a_category_is_named_by_its_path_and_never_hangs_below_itself(world: World) -> None:
    api = Api(world.tove)
    top = api.post("List/TicketCategory/Items", {"Name": "Top"})
    below = api.post("List/TicketCategory/Items", {"Name": "Below", "ParentId": top["TicketCategoryId"]})
    assert below["Fullname"] == "Top/Below"
    address = f"List/TicketCategory/Items/{top['TicketCategoryId']}"
    api.put(address, {**top, "Name": "Best"})
    assert TicketCategory.objects.get(pk=below["TicketCategoryId"]).fullname == "Best/Below"
    answer = api.put(address, {**top, "ParentId": below["TicketCategoryId"]}, status=400)
    assert answer["ErrorMessage"].startswith("$.ParentId: ")
    api.delete(address, status=400)
    TicketCategory.objects.update(fullname="")
    api.post("Agents/List/RebuildFullnames", None, status=204)
    assert TicketCategory.objects.get(pk=below["TicketCategoryId"]).fullname == "Best/Below"


def test_all_tickets_move_into_another_category(world: World) -> None:
    ticket = save_ticket(Ticket(), {"category_id": world.support.pk}, by=world.tove)
    body = {"fromTicketCategoryId": world.support.pk, "toTicketCategoryId": world.loud.pk}
    Api(world.ada).post("Agents/List/MoveAllTickets", body, status=403)
    Api(world.tove).post("Agents/List/MoveAllTickets", body, status=204)
    assert again(ticket).category == world.loud


def test_a_type_and_places_change_over_the_agent(world: World) -> None:
    ticket = save_ticket(Ticket(), {"ticket_type_id": world.incident.pk}, by=world.tove)
    api = Api(world.tove)
    body = {"fromTicketTypeId": world.incident.pk, "toTicketTypeId": world.question.pk}
    api.post("Agents/List/GlobalChangeTicketType", body, status=204)
    assert again(ticket).ticket_type == world.question
    api.post(
        "Agents/List/SetTicketStatusSortOrder", {"TicketStatusId": world.open.pk, "SortOrder": 9}, status=204
    )
    assert again(world.open).rank == 9
    body = {"TicketPriorityId": world.normal.pk, "SortOrder": 70000}
    api.post("Agents/List/SetTicketPrioritySortOrder", body, status=400)


def test_a_chain_of_escalation_comes_back_and_equal_levels_keep_their_rows(world: World) -> None:
    api = Api(world.tove)
    levels = [
        {"AlertLevel": 2, "AlertTimeout": 60},
        {"AlertLevel": 1, "AlertTimeout": 30, "EmailTo": "a@x.example"},
    ]
    made = api.post("List/TicketPriority/Items", {"Name": "Soon", "EscalationLevels": levels})
    address = f"List/TicketPriority/Items/{made['TicketPriorityId']}"
    assert [each["AlertTimeout"] for each in made["EscalationLevels"]] == [30, 60]
    assert api.put(address, made) == made
    assert api.put(address, {**made, "EscalationLevels": []})["EscalationLevels"] == []
    api.put(address, {**made, "EscalationLevels": [levels[0], levels[0]]}, status=400)


def test_a_type_allows_its_defaults(world: World) -> None:
    body = {"Name": "x", "TicketStatuses": [world.open.pk], "DefaultTicketStatus": world.waiting.pk}
    answer = Api(world.tove).post("TicketType", body, status=400)
    assert answer["ErrorMessage"].startswith("$.DefaultTicketStatus: ")
    assert not TicketType.objects.filter(name="x").exists()


def test_retired_categories_are_no_choice(world: World) -> None:
    plant(TicketCategory(name="Old", fullname="Old", deleted=True))
    found = Api(world.ada).get("MDOList/ejcategory?flat=true")
    assert "Old" not in [item["Name"] for item in found]
