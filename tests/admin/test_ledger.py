"""The ledger can be read, and its deliveries retried and cancelled."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.delivery.models import Attempt, Delivery, State
from crm.tickets.actions import save_ticket
from crm.tickets.models import Ticket
from tests.admin.conftest import SignIn
from tests.world import World, again

LIST = "admin:crm_delivery_changelist"


@pytest.fixture
def dead(rows: dict[type[models.Model], models.Model]) -> Delivery:
    row = rows[Delivery]
    assert isinstance(row, Delivery)
    return row


def verb(delivery: Delivery, name: str) -> str:
    return reverse("admin:crm_delivery_verb", args=[delivery.pk, name])


def change(delivery: Delivery) -> str:
    return reverse("admin:crm_delivery_change", args=[delivery.pk])


def sentences(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_a_dead_delivery_is_retried_from_its_page(tove: Client, dead: Delivery) -> None:
    answer = tove.post(verb(dead, "retry"))
    assert sentences(answer) == ["1 will be tried again, at once."]
    assert again(dead).state == State.PLANNED


def test_a_dead_delivery_is_cancelled_with_a_reason(tove: Client, dead: Delivery) -> None:
    tove.post(verb(dead, "cancel"), {"reason": "She has left"})
    assert again(dead).state == State.SUPPRESSED
    assert again(dead).reason == "Cancelled by Tove Jensen: She has left"


def test_deliveries_are_cancelled_from_the_list(tove: Client, dead: Delivery) -> None:
    tove.post(reverse(LIST), {"action": "cancel", "_selected_action": [dead.pk]})
    assert again(dead).state == State.SUPPRESSED


def test_what_cannot_be_retried_is_said_row_by_row(tove: Client, dead: Delivery) -> None:
    tove.post(verb(dead, "retry"))
    answer = tove.post(reverse(LIST), {"action": "retry", "_selected_action": [dead.pk]})
    assert "Only a dead delivery can be retried" in sentences(answer)[-1]


def test_only_what_is_possible_is_offered(tove: Client, dead: Delivery) -> None:
    assert verb(dead, "retry") in tove.get(change(dead)).content.decode()
    tove.post(verb(dead, "cancel"), {"reason": "x"})
    page = tove.get(change(dead)).content.decode()
    assert verb(dead, "retry") not in page
    assert verb(dead, "cancel") not in page


def test_an_unknown_verb_is_not_there(tove: Client, dead: Delivery) -> None:
    assert tove.post(verb(dead, "explode")).status_code == 404


def test_an_agent_without_the_right_does_neither(ada: Client, dead: Delivery) -> None:
    assert ada.post(verb(dead, "retry")).status_code == 403
    assert ada.get(change(dead)).status_code == 403
    assert again(dead).state == State.DEAD


def test_the_ledger_cannot_be_edited_or_forgotten(tove: Client, dead: Delivery) -> None:
    assert tove.post(change(dead), {"recipient": "x@y.example"}).status_code == 403
    assert tove.post(reverse("admin:crm_delivery_delete", args=[dead.pk]), {"post": "yes"}).status_code == 403
    assert tove.get(reverse("admin:crm_delivery_add")).status_code == 403


def test_what_was_sent_can_be_read(tove: Client, desk: World) -> None:
    ticket = save_ticket(
        Ticket(), {"title": "Smoke & <b>mirrors</b>", "owner_id": desk.ada.pk}, by=desk.tove, notify=True
    )
    page = tove.get(change(Delivery.objects.get())).content.decode()
    assert f"#{ticket.pk}" in page or str(ticket.pk) in page
    assert "Smoke &amp; &lt;b&gt;mirrors&lt;/b&gt;" in page
    assert "&amp;lt;b" not in page


def test_a_delivery_without_a_text_says_so(tove: Client, dead: Delivery) -> None:
    Delivery.objects.update(template="gone")
    assert "There is no text under the name “gone”" in tove.get(change(dead)).content.decode()


def test_attempts_stand_beside_the_delivery(tove: Client, dead: Delivery) -> None:
    page = tove.get(change(dead)).content.decode()
    assert "550" in page
    assert "Failed" in page


def test_the_oldest_pending_delivery_is_told_in_words(tove: Client, dead: Delivery) -> None:
    assert "oldest pending" not in tove.get(reverse(LIST)).content.decode()
    tove.post(verb(dead, "retry"))
    Delivery.objects.update(due_at=timezone.now() - datetime.timedelta(minutes=40))
    assert "has been waiting for 40 min" in tove.get(reverse(LIST)).content.decode()
    home = tove.get(reverse("admin:index")).content.decode()
    assert "1 pending" in home
    assert "waiting for 40 min" in home


@pytest.mark.parametrize(
    ("term", "found"), [("ada@desk.example", True), ("ADA@desk.example", True), ("bo@", False)]
)
def test_a_recipient_is_found(tove: Client, dead: Delivery, term: str, *, found: bool) -> None:
    assert (change(dead) in tove.get(reverse(LIST), {"q": term}).content.decode()) is found


def test_the_deliveries_about_a_ticket_are_found_by_its_number(
    tove: Client, desk: World, dead: Delivery
) -> None:
    assert change(dead) in tove.get(reverse(LIST), {"q": f"#{desk.ticket.pk}"}).content.decode()
    assert change(dead) not in tove.get(reverse(LIST), {"q": "99999"}).content.decode()


@pytest.fixture
def hidden(desk: World, dead: Delivery) -> Delivery:
    """A delivery about a ticket that Bo does not see, and whose subject its context repeats."""
    Ticket.objects.filter(pk=desk.ticket.pk).update(category=desk.secret)
    Delivery.objects.filter(pk=dead.pk).update(context={"title": "Nobody but me"})
    Attempt.objects.filter(delivery=dead).update(error="550 nobody-but-me")
    for who in (desk.ada, desk.bo):
        assert who.user is not None
        rights = Permission.objects.filter(codename__in=["view_delivery", "change_delivery", "view_attempt"])
        who.user.user_permissions.add(*rights)
    return again(dead)


def test_deliveries_about_a_hidden_ticket_are_hidden_with_it(
    desk: World, ada: Client, sign_in: SignIn, hidden: Delivery
) -> None:
    bo = sign_in(desk.bo)
    for browser, number in ((ada, 1), (bo, 0)):
        for where in ({}, {"q": str(desk.ticket.pk)}, {"q": hidden.recipient}, {"state__exact": "dead"}):
            assert len(browser.get(reverse(LIST), where).context["cl"].result_list) == number, where
        tries = browser.get(reverse("admin:crm_attempt_changelist")).content.decode()
        assert ("550 nobody-but-me" in tries) == bool(number)
    assert "Nobody but me" in ada.get(change(hidden)).content.decode()
    assert bo.get(change(hidden)).status_code == 302


def test_a_hidden_delivery_is_neither_retried_nor_cancelled(
    desk: World, ada: Client, sign_in: SignIn, hidden: Delivery
) -> None:
    bo = sign_in(desk.bo)
    assert bo.post(verb(hidden, "retry")).status_code == 404
    bo.post(reverse(LIST), {"action": "cancel", "_selected_action": [hidden.pk]})
    assert again(hidden).state == State.DEAD
    ada.post(verb(hidden, "retry"))
    assert again(hidden).state == State.PLANNED


def test_deliveries_about_nothing_that_is_known_are_the_administrators(
    tove: Client, ada: Client, hidden: Delivery
) -> None:
    Delivery.objects.filter(pk=hidden.pk).update(subject_type="comet")
    found = [len(browser.get(reverse(LIST)).context["cl"].result_list) for browser in (tove, ada)]
    assert found == [1, 0]
