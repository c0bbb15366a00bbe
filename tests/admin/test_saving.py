"""Saving a form does what the action does with the same values, and says what became of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from crm.delivery.models import Delivery, State
from crm.tickets.actions import save_ticket
from crm.tickets.models import CategoryFlag, SecurityLevel, Ticket, TicketMessage
from tests.admin.forms import sentences, shown, stored
from tests.world import World, again


def new_ticket(desk: World, **values: Any) -> dict[str, Any]:
    return {
        "title": "Dark again",
        "category": desk.loud.pk,
        "owner": desk.bo.pk,
        "priority": desk.urgent.pk,
        "status": desk.waiting.pk,
        "person": desk.cleo_person.pk,
        "slevel": SecurityLevel.EXTERNAL.value,
        "tags": [desk.vip.pk, desk.bug.pk],
        "secondary_persons": [desk.dan.pk],
        "origin": 4,
        "extra_fields": '{"x": 1}',
        "custom_fields": "{}",
        **values,
    }


ADD = "admin:crm_ticket_add"
TICKETS = "admin:crm_ticket_changelist"


def change(ticket: Ticket) -> str:
    return reverse("admin:crm_ticket_change", args=[ticket.pk])


def test_a_ticket_made_by_form_equals_one_made_by_the_action(tove: Client, desk: World) -> None:
    assert tove.post(reverse(ADD), new_ticket(desk)).status_code == 302
    by_form = Ticket.objects.latest("id")
    values = {
        "title": "Dark again",
        "category_id": desk.loud.pk,
        "owner_id": desk.bo.pk,
        "priority_id": desk.urgent.pk,
        "status_id": desk.waiting.pk,
        "person_id": desk.cleo_person.pk,
        "slevel": SecurityLevel.EXTERNAL,
        "tags": [desk.vip.pk, desk.bug.pk],
        "secondary_persons": [desk.dan.pk],
        "origin": 4,
        "extra_fields": {"x": 1},
    }
    by_action = again(save_ticket(Ticket(), values, by=desk.tove))
    assert stored(by_form) == stored(by_action)


def test_a_change_by_form_equals_one_by_the_action(tove: Client, desk: World) -> None:
    twin = again(desk.ticket)
    twin.pk, twin._state.adding = None, True
    twin.save()
    given = shown(tove, change(desk.ticket)) | {
        "title": "Light",
        "owner": "",
        "tags": [desk.bug.pk],
        "status": desk.solved.pk,
    }
    assert tove.post(change(desk.ticket), given).status_code == 302
    save_ticket(
        twin,
        {"title": "Light", "owner_id": None, "tags": [desk.bug.pk], "status_id": desk.solved.pk},
        by=desk.tove,
    )
    by_form, by_action = stored(again(desk.ticket)), stored(again(twin))
    assert by_form.pop("closed_at") is not None
    by_action.pop("closed_at")
    assert by_form == by_action
    assert by_form["base_status"] == desk.solved.base


def test_a_form_that_nobody_touched_sets_nothing(
    tove: Client, desk: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_options: Any) -> Ticket:
        raise AssertionError(f"nothing was changed, but {_args}")

    given = shown(tove, change(desk.ticket))
    monkeypatch.setattr("crm.tickets.admin.ticket.save_ticket", refuse)
    assert tove.post(change(desk.ticket), given).status_code == 302


def test_only_what_changed_is_handed_to_the_action(
    tove: Client, desk: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def spy(ticket: Ticket, values: dict[str, object], **options: Any) -> Ticket:
        seen.append((ticket.title, values, options))
        return ticket

    given = shown(tove, change(desk.ticket)) | {"title": "Light"}
    monkeypatch.setattr("crm.tickets.admin.ticket.save_ticket", spy)
    tove.post(change(desk.ticket), given)
    assert seen == [("No light", {"title": "Light"}, {"by": desk.tove, "notify": False})]


@pytest.mark.parametrize("ticked", [True, False])
def test_the_box_decides_whether_anybody_is_told(tove: Client, desk: World, *, ticked: bool) -> None:
    box = {"notify": "on"} if ticked else {}
    answer = tove.post(reverse(ADD), new_ticket(desk, **box))
    ticket = Ticket.objects.latest("id")
    planned = Delivery.objects.filter(subject_id=ticket.pk, state=State.PLANNED).count()
    assert bool(planned) is ticked
    sentence = f"{planned} notifications will be sent." if ticked else "Nobody is told."
    assert sentences(answer) == [f"Ticket {ticket.pk} saved. {sentence}"]


def test_the_box_is_ticked_for_a_new_ticket_only(tove: Client, desk: World) -> None:
    assert shown(tove, reverse(ADD))["notify"] is True
    assert "notify" not in shown(tove, change(desk.ticket))


def test_a_new_ticket_without_an_owner_gets_the_one_that_its_category_chooses(
    tove: Client, desk: World
) -> None:
    desk.support.flags, desk.support.category_master = CategoryFlag.DEFAULT_TO_CATEGORY_MASTER, desk.nils
    desk.support.save()
    tove.post(reverse(ADD), new_ticket(desk, category=desk.support.pk, owner=""))
    assert Ticket.objects.latest("id").owner == desk.nils


def test_what_is_said_is_added_to_the_ticket(tove: Client, desk: World) -> None:
    given = shown(tove, change(desk.ticket)) | {
        "said": "On its way.",
        "said_to": SecurityLevel.EXTERNAL.value,
    }
    tove.post(change(desk.ticket), given)
    message = TicketMessage.objects.get()
    assert (message.body, message.slevel, message.created_by) == (
        "On its way.",
        SecurityLevel.EXTERNAL,
        desk.tove,
    )
    assert again(desk.ticket).num_messages == 1


def test_an_action_that_refuses_is_heard_beside_the_field(
    tove: Client, desk: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_options: Any) -> Ticket:
        raise ValidationError({"owner_id": "Bo has left.", "title": "Too dark.", "links": "No such sale."})

    monkeypatch.setattr("crm.tickets.admin.ticket.save_ticket", refuse)
    answer = tove.post(reverse(ADD), new_ticket(desk, title="Kept as typed"))
    form = answer.context["adminform"].form
    assert answer.status_code == 200
    assert form.errors["owner"] == ["Bo has left."]
    assert form.errors["title"] == ["Too dark."]
    assert form.non_field_errors() == ["links: No such sale."]
    assert 'value="Kept as typed"' in answer.content.decode()


def test_a_refused_message_leaves_the_ticket_as_it_was(
    tove: Client, desk: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_options: Any) -> TicketMessage:
        raise ValidationError("The ticket is closed.")

    monkeypatch.setattr("crm.tickets.admin.ticket.save_message", refuse)
    given = shown(tove, change(desk.ticket)) | {"title": "Light", "said": "Hello"}
    answer = tove.post(change(desk.ticket), given)
    assert answer.context["adminform"].form.non_field_errors() == ["The ticket is closed."]
    assert again(desk.ticket).title == "No light"


def test_a_deleted_ticket_goes_to_the_bin(tove: Client, desk: World) -> None:
    tove.post(reverse("admin:crm_ticket_delete", args=[desk.ticket.pk]), {"post": "yes"})
    assert again(desk.ticket).base_status == desk.deleted.base


def test_several_tickets_are_deleted_by_the_action_too(tove: Client, desk: World) -> None:
    given = {"action": "delete_selected", "_selected_action": [desk.ticket.pk], "post": "yes"}
    tove.post(reverse(TICKETS), given)
    assert again(desk.ticket).base_status == desk.deleted.base


def test_an_action_never_takes_the_rows_that_are_not_ticked(tove: Client, desk: World) -> None:
    other = again(desk.ticket)
    other.pk, other._state.adding = None, True
    other.save()
    given = {"action": "delete_selected", "_selected_action": [other.pk], "select_across": "1", "post": "yes"}
    tove.post(reverse(TICKETS), given)
    assert again(desk.ticket).base_status == desk.open.base
    assert again(other).base_status == desk.deleted.base
