"""What the Ticket agent does with whole tickets."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from crm.delivery.models import Delivery
from crm.tickets.actions import save_message, save_ticket
from crm.tickets.models import BaseStatus, ReadStatus, Ticket, TicketMessage
from tests.callers import Api
from tests.tickets.crowd import tickets
from tests.world import NOON, World, again

pytestmark = pytest.mark.django_db
ABSENT = 999999


def call(api: Api, method: str, status: int = 200, **body: Any) -> Any:
    return api.post(f"Agents/Ticket/{method}", body, status=status)


def made(world: World, **values: Any) -> Ticket:
    return save_ticket(Ticket(), values, by=world.tove)


def test_the_flat_carrier_has_ids_and_names(world: World) -> None:
    ticket = made(world, owner_id=world.ada.pk, person_id=world.cleo_person.pk, category_id=world.support.pk)
    flat = Api(world.bo).get(f"Ticket/{ticket.pk}/Simple")
    assert flat == Api(world.bo).post(f"Agents/Ticket/GetTicket?ticketId={ticket.pk}", None)
    assert flat["OwnedByAssociateId"] == world.ada.pk
    assert (flat["OwnedByName"], flat["CustId"]) == ("Ada Berg", world.cleo_person.pk)
    assert (flat["Category"], flat["CategoryName"]) == (world.support.pk, world.support.name)
    assert flat["TicketStatusDisplayValue"] == world.open.name


def test_nobodys_flat_ticket_says_so_in_numbers(world: World) -> None:
    flat = Api(world.ada).get(f"Ticket/{made(world).pk}/Simple")
    assert (flat["OwnedBy"], flat["OwnedByAssociateId"], flat["CustId"], flat["SaleId"]) == (1, 0, -1, 0)


def test_missing_tickets_are_null_left_out_or_404(world: World) -> None:
    api = Api(world.ada)
    assert api.post(f"Agents/Ticket/GetTicket?ticketId={ABSENT}", None) is None
    assert call(api, "GetTickets", TicketIds=[ABSENT]) == []
    assert call(api, "GetTicketAttachments", TicketEntityId=ABSENT) is None
    assert call(api, "SetTicketReadByOwner", TicketEntityId=ABSENT, ReadStatus="Green") is None
    assert call(api, "ProcessTicketWhenRead", TicketEntityId=ABSENT) is None
    call(api, "NotifyNewTicket", 404, TicketEntityId=ABSENT)
    for part in ("Simple", "Attachments", "ForeignKey"):
        api.get(f"Ticket/{ABSENT}/{part}", status=404)
    api.post(f"Ticket/{ABSENT}/NotifyNewTicket", None, status=404)


def test_several_tickets_come_in_the_order_asked_for(world: World) -> None:
    first, second = made(world, title="a"), made(world, title="b")
    hidden = made(world, category_id=world.secret.pk)
    api, keys = Api(world.nils), [second.pk, hidden.pk, first.pk]
    assert [each["Title"] for each in call(api, "GetTickets", TicketIds=keys)] == ["b", "a"]
    summaries = call(api, "GetTicketSummaries", TicketIds=keys)
    assert [each["TicketId"] for each in summaries] == [second.pk, first.pk]
    assert summaries[0]["IconHint"] == "ticket_active_red"


def test_an_array_of_ids_must_be_one(world: World) -> None:
    api = Api(world.ada)
    assert call(api, "GetTickets", 400, TicketIds=7)["ErrorMessage"].startswith("$.TicketIds: ")
    assert call(api, "GetTickets", 400, TicketIds=["x"])["ErrorMessage"].startswith("$.TicketIds[0]: ")
    assert call(api, "GetTickets", TicketIds=None) == []


def test_new_tickets_saved_in_silence_are_told_of_once(world: World) -> None:
    ticket = made(world, owner_id=world.bo.pk)
    api = Api(world.ada)
    api.post(f"Ticket/{ticket.pk}/NotifyNewTicket", None, status=204)
    call(api, "NotifyNewTicket", 204, TicketEntityId=ticket.pk)
    delivery = Delivery.objects.get()
    assert (delivery.kind, delivery.recipient) == ("ticket.new", world.bo.email)


def test_only_the_owner_says_how_far_they_have_read(world: World) -> None:
    ticket = made(world, owner_id=world.ada.pk)
    with time_machine.travel(NOON, tick=False):
        call(Api(world.bo), "SetTicketReadByOwner", TicketEntityId=ticket.pk, ReadStatus="Green")
        assert again(ticket).read_status == ReadStatus.RED
        answer = call(Api(world.ada), "SetTicketReadByOwner", TicketEntityId=ticket.pk, ReadStatus=1)
    assert answer["ReadStatus"] == "Green"
    assert answer["ReadByOwner"] == answer["FirstReadByOwner"] == answer["FirstReadByUser"]
    assert answer["ReadByOwner"] == "2026-03-02T12:00:00"
    call(Api(world.ada), "SetTicketReadByOwner", TicketEntityId=ticket.pk, ReadStatus="Unknown")
    assert again(ticket).read_status == ReadStatus.GREEN


def test_ones_own_tickets_are_marked_and_no_others(world: World) -> None:
    own, foreign = made(world, owner_id=world.ada.pk), made(world, owner_id=world.bo.pk)
    keys = [foreign.pk, own.pk, ABSENT]
    api = Api(world.ada)
    assert call(api, "UpdateTicketsReadStatus", TicketIds=keys, NewStatus="Yellow") == [own.pk]
    assert (again(own).read_status, again(foreign).read_status) == (ReadStatus.YELLOW, ReadStatus.RED)


def test_opening_notes_the_first_reader_and_reads_it_for_the_owner(world: World) -> None:
    ticket = made(world, owner_id=world.ada.pk)
    answer = call(Api(world.bo), "ProcessTicketWhenRead", TicketEntityId=ticket.pk)
    assert (answer["ReadStatus"], answer["ReadByOwner"]) == ("Red", "0001-01-01T00:00:00")
    assert answer["FirstReadByUser"] > "2000"
    assert call(Api(world.ada), "ProcessTicketWhenRead", TicketEntityId=ticket.pk)["ReadStatus"] == "Green"


def test_tickets_go_into_the_bin_and_out_again(world: World) -> None:
    ticket, other = made(world), made(world)
    api, keys = Api(world.tove), [ticket.pk, other.pk]
    assert call(api, "SetDeletedStatusByIds", TicketIds=[*keys, ABSENT]) == keys
    assert call(api, "SetDeletedStatusByIds", TicketIds=keys) == []
    assert again(ticket).status_id == world.deleted.pk
    assert call(api, "SetSpamStatusByIds", TicketIds=keys[:1]) == keys[:1]
    call(api, "UndeleteByIds", 204, TicketIds=keys)
    assert {again(ticket).base_status, again(other).base_status} == {BaseStatus.ACTIVE}


def test_the_bin_is_for_those_who_may_delete(world: World) -> None:
    ticket = made(world)
    for method in ("SetDeletedStatusByIds", "SetSpamStatusByIds"):
        call(Api(world.ada), method, 403, TicketIds=[ticket.pk])
    call(Api(world.ada), "DeleteTicketEntity", 403, TicketEntityId=ticket.pk)
    assert again(ticket).base_status == BaseStatus.ACTIVE
    call(Api(world.tove), "DeleteTicketEntity", 204, TicketEntityId=ticket.pk)
    assert again(ticket).base_status == BaseStatus.DELETED


def test_accepting_makes_one_the_owner(world: World) -> None:
    ticket = made(world)
    call(Api(world.ada), "AcceptTickets", 204, TicketIds=[ticket.pk])
    assert again(ticket).owner == world.ada


def test_a_type_brings_its_defaults(world: World) -> None:
    answer = call(Api(world.ada), "CreateDefaultForTicketType", TicketTypeId=world.incident.pk)
    assert answer["TicketType"]["TicketTypeId"] == world.incident.pk
    assert call(Api(world.ada), "CreateDefaultForTicketType", 400, TicketTypeId=ABSENT)["Error"] is True


def test_merging_keeps_messages_people_and_tags_in_one_ticket(world: World) -> None:
    primary = made(world, title="Stays", person_id=world.cleo_person.pk, tags=[world.vip.pk])
    (other,) = tickets(world, 1)
    save_message(TicketMessage(ticket=other), {"body": "Hei", "time_spent": 4}, by=world.ada)
    said = other.messages.count()
    entity = {"ticketId": primary.pk, "title": "Both"}
    answer = call(Api(world.ada), "MergeTickets", mergedTicketEntity=entity, secondaryTicketIds=[other.pk])
    assert (answer["Title"], answer["NumMessages"], answer["TimeSpent"]) == ("Both", said, 4)
    assert [each["Id"] for each in answer["Tags"]] == sorted([world.vip.pk, world.bug.pk])
    assert [each["PersonId"] for each in answer["SecondaryPersons"]] == [world.dan.pk]
    other = again(other)
    assert (other.base_status, other.connected_to_id) == (BaseStatus.MERGED, primary.pk)
    assert (other.num_messages, other.time_spent) == (0, 0)


def test_a_merged_ticket_lives_on_in_the_last_of_its_chain(world: World) -> None:
    first, second, third = made(world), made(world), made(world)
    api = Api(world.ada)
    merge = f"Ticket/Merge?mergedTicketEntity.ticketId={second.pk}&secondaryTicketIds={first.pk}"
    assert api.post(merge, None)["TicketId"] == second.pk
    entity = {"TicketId": third.pk}
    call(api, "MergeTickets", MergedTicketEntity=entity, SecondaryTicketIds=[second.pk])
    assert call(api, "ResolveTicketId", TicketId=first.pk) == third.pk
    assert call(api, "ResolveTicketId", TicketId=third.pk) == third.pk
    assert call(api, "ResolveTicketId", TicketId=ABSENT) == 0
    Ticket.objects.filter(pk=third.pk).update(category=world.secret)
    assert call(Api(world.nils), "ResolveTicketId", TicketId=first.pk) == 0


@pytest.mark.parametrize("secondary", ["itself", "deleted", "absent", "hidden", "none"])
def test_what_cannot_be_merged_changes_nothing(world: World, secondary: str) -> None:
    primary, good = made(world), made(world)
    deleted, hidden = made(world, base_status=BaseStatus.DELETED), made(world, category_id=world.secret.pk)
    keys = {
        "itself": [good.pk, primary.pk],
        "deleted": [good.pk, deleted.pk],
        "absent": [good.pk, ABSENT],
        "hidden": [good.pk, hidden.pk],
        "none": [],
    }
    entity = {"TicketId": primary.pk, "Title": "New"}
    body = {"MergedTicketEntity": entity, "SecondaryTicketIds": keys[secondary]}
    words = {"itself": "into itself", "deleted": "deleted", "none": "nothing to merge"}
    answer = call(Api(world.nils), "MergeTickets", 400, **body)
    assert words.get(secondary, "that you may see") in answer["ErrorMessage"]
    assert (again(primary).title, again(good).base_status) == ("", BaseStatus.ACTIVE)


def test_a_ticket_that_is_merged_already_takes_no_other(world: World) -> None:
    primary, other = made(world, base_status=BaseStatus.MERGED), made(world)
    body = {"MergedTicketEntity": {"TicketId": primary.pk}, "SecondaryTicketIds": [other.pk]}
    call(Api(world.ada), "MergeTickets", 400, **body)
    assert again(other).connected_to_id is None


def test_merging_without_naming_the_ticket_that_stays_is_refused(world: World) -> None:
    answer = Api(world.ada).post("Ticket/Merge?secondaryTicketIds=1,2", None, status=400)
    assert "$.mergedTicketEntity" in answer["ErrorMessage"]


def test_a_ticket_has_no_parent_here(world: World) -> None:
    assert call(Api(world.ada), "GetTicketParentId", TicketId=world.ticket.pk) == 0


def test_a_stranger_to_tickets_calls_none_of_it(world: World) -> None:
    world.nils.user.groups.clear()  # type: ignore[union-attr]  # he has an account
    api = Api(world.nils)
    for method in ("GetTickets", "AcceptTickets", "UndeleteByIds", "UpdateTicketsReadStatus"):
        call(api, method, 403, TicketIds=[world.ticket.pk])
    call(api, "MergeTickets", 403, MergedTicketEntity={}, SecondaryTicketIds=[])
    call(api, "ResolveTicketId", 403, TicketId=1)
