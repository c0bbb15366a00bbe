"""Two people at one form: nobody's change is put back by somebody who did not touch it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from crm.directory.models import Associate
from crm.tickets.models import Ticket, TicketStatus
from tests.admin.forms import shown, stored
from tests.world import HOUR, World, again

pytestmark = pytest.mark.django_db


def change(row: Any) -> str:
    return reverse(f"admin:crm_{row._meta.model_name}_change", args=[row.pk])


def opened(client: Client, row: Any) -> dict[str, Any]:
    """The form as a browser has it open, its hidden box included."""
    url = change(row)
    page = client.get(url)
    form = page.context["adminform"].form
    assert 'type="hidden" name="opened"' in page.content.decode()
    return shown(client, url) | {"opened": form.opened}


def errors(answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = answer.context["adminform"].form.errors
    return found


def test_a_form_that_nobody_touched_changes_nothing(tove: Client, desk: World) -> None:
    Ticket.objects.update(deadline=desk.ticket.created_at + HOUR, custom_fields={"a": [1]}, title="  x\r\ny ")
    again(desk.ticket).tags.set([desk.vip, desk.bug])
    before = stored(again(desk.ticket))
    assert tove.post(change(desk.ticket), opened(tove, desk.ticket)).status_code == 302
    assert stored(again(desk.ticket)) | {"title": ""} == before | {"title": ""}


def test_what_somebody_else_changed_meanwhile_stays(tove: Client, desk: World) -> None:
    form = opened(tove, desk.ticket)
    ticket = again(desk.ticket)
    Ticket.objects.update(
        owner=desk.bo, custom_fields={"a": 1}, deadline=ticket.created_at + HOUR, language="no"
    )
    ticket.tags.set([desk.vip])
    assert tove.post(change(ticket), form | {"title": "Mine"}).status_code == 302
    ticket = again(ticket)
    assert (ticket.title, ticket.owner, ticket.language) == ("Mine", desk.bo, "no")
    assert (ticket.custom_fields, ticket.deadline) == ({"a": 1}, ticket.created_at + HOUR)
    assert list(ticket.tags.all()) == [desk.vip]


def test_what_both_changed_is_told_and_goes_when_it_is_saved_again(tove: Client, desk: World) -> None:
    form = opened(tove, desk.ticket) | {"title": "Mine", "owner": desk.tove.pk}
    Ticket.objects.update(title="Theirs", owner=desk.bo, language="no")
    answer = tove.post(change(desk.ticket), form)
    assert answer.status_code == 200
    assert set(errors(answer)) == {"title", "owner"}
    assert "has changed this to “Theirs” meanwhile" in errors(answer)["title"][0]
    assert "Bo Dahl" in errors(answer)["owner"][0]
    assert again(desk.ticket).title == "Theirs"
    assert 'value="Mine"' in answer.content.decode()
    repeated = form | {"opened": answer.context["adminform"].form.opened}
    assert tove.post(change(desk.ticket), repeated).status_code == 302
    ticket = again(desk.ticket)
    assert (ticket.title, ticket.owner, ticket.language) == ("Mine", desk.tove, "no")


def test_two_who_change_the_same_to_the_same_agree(tove: Client, desk: World) -> None:
    form = opened(tove, desk.ticket)
    Ticket.objects.update(title="Ours")
    assert tove.post(change(desk.ticket), form | {"title": "Ours"}).status_code == 302


def test_forms_without_an_action_keep_others_changes_too(tove: Client, desk: World) -> None:
    form = opened(tove, desk.waiting)
    TicketStatus.objects.update(rank=7)
    assert tove.post(change(desk.waiting), form | {"name": "Paused"}).status_code == 302
    assert (again(desk.waiting).name, again(desk.waiting).rank) == ("Paused", 7)


@pytest.mark.parametrize("box", ["", "{", "[]", "5", '{"title": 5}', '{"nothing": "x"}'])
def test_a_hidden_box_that_says_nothing_asks_for_nothing(box: str, tove: Client, desk: World) -> None:
    form = opened(tove, desk.ticket) | {"opened": box, "title": "Mine"}
    assert tove.post(change(desk.ticket), form).status_code in (200, 302)


def test_a_status_that_tickets_stand_in_keeps_its_base(tove: Client, desk: World) -> None:
    form = opened(tove, desk.open) | {"is_default": ""}
    answer = tove.post(change(desk.open), form | {"base": desk.closed.base})
    assert set(errors(answer)) == {"base"}
    assert again(desk.open).base == desk.open.base
    assert (
        tove.post(change(desk.waiting), opened(tove, desk.waiting) | {"base": desk.closed.base}).status_code
        == 302
    )
    assert again(desk.waiting).base == desk.closed.base


def test_a_user_is_compared_as_well(tove: Client, desk: World) -> None:
    form = opened(tove, desk.bo)
    Associate.objects.filter(pk=desk.bo.pk).update(email="new@desk.example")
    assert tove.post(change(desk.bo), form | {"tooltip": "mine"}).status_code == 302
    assert (again(desk.bo).email, again(desk.bo).tooltip) == ("new@desk.example", "mine")
