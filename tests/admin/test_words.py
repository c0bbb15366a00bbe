"""What pages say is said for people: no keys, no marks, no sentence that is not true."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.delivery.models import Delivery, State
from crm.directory.models import Contact
from crm.messages.models import SystemMessage
from crm.tickets.models import Ticket
from tests.admin.conftest import ledger
from tests.admin.forms import sentences, shown
from tests.world import World

ADD = "admin:crm_ticket_add"


def text(page: str) -> str:
    """The page's words without its elements."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_ledger_names_kind_and_subject_in_words(tove: Client, desk: World) -> None:
    ledger(desk)
    row = tove.get(reverse("admin:crm_delivery_changelist")).content.decode().split('id="result_list"')[1]
    assert "New ticket" in text(row)
    assert f"Ticket {desk.ticket.pk}" in text(row)
    assert "ticket.new" not in row


def test_a_list_of_messages_shows_words_without_their_marks(tove: Client, desk: World) -> None:
    said = "**Full** since `06:00`,\nsee [the log](https://desk.example/log) & *wait*; 1 < 2"
    SystemMessage.objects.create(
        associate=desk.tove, system_message_id="disk", markdown=said, created_at=timezone.now()
    )
    row = (
        tove.get(reverse("admin:crm_systemmessage_changelist")).content.decode().split('id="result_list"')[1]
    )
    assert ">Full since 06:00, see the log &amp; wait; 1 &lt; 2<" in row


@pytest.mark.parametrize(("model", "words"), [("user", "Accounts"), ("group", "Permission groups")])
def test_pages_go_by_the_name_that_the_menu_gives_them(tove: Client, model: str, words: str) -> None:
    head = (
        tove.get(reverse(f"admin:auth_{model}_changelist")).content.decode().split("<h1")[1].split("</h1")[0]
    )
    assert text(f"<h1{head}") == f"Users and access chevron_right {words}"


def test_column_names_begin_as_sentences_do(tove: Client, desk: World) -> None:
    ledger(desk)
    page = tove.get(reverse("admin:crm_delivery_changelist")).content.decode()
    assert 'data-label="Next try"' in page
    assert 'data-label="Channel"' in page


def test_a_list_without_a_match_says_so(tove: Client, desk: World) -> None:
    page = tove.get(reverse("admin:crm_ticket_changelist"), {"q": "zzz"}).content.decode()
    assert "Nothing matches" in page
    assert "Take all filters off" in page


def test_an_empty_list_does_not_speak_of_filters(tove: Client, desk: World) -> None:
    page = tove.get(reverse("admin:crm_accesstoken_changelist")).content.decode()
    assert "Nothing here" in page
    assert "Take all filters off" not in page


def test_the_palette_says_that_nothing_is_found_where_the_page_looks(tove: Client) -> None:
    found = tove.get(reverse("admin:search"), {"s": "zzz", "extended": "1"}).content.decode()
    assert re.search(r'id="command-results-list"[^>]*>Nothing found', found)


def test_a_new_ticket_needs_a_title_and_the_form_says_so_once(tove: Client, desk: World) -> None:
    answer = tove.post(reverse(ADD), {"slevel": "1", "origin": "4", "title": " "})
    page = answer.content.decode()
    assert Ticket.objects.count() == 1
    assert answer.context["adminform"].form.errors == {"title": ["This field is required."]}
    assert page.count('class="errornote') == 1
    assert "see the marked fields" in page


def test_what_a_form_is_refused_for_as_a_whole_has_one_box(tove: Client, desk: World) -> None:
    page = tove.post(reverse("admin:login"), {"username": "tje0", "password": "no"}).content.decode()
    assert "see the marked fields" not in page


@pytest.mark.parametrize(("before", "needed"), [("No light", True), ("", False)])
def test_a_title_is_not_taken_away_but_may_stay_away(
    tove: Client, desk: World, before: str, needed: bool
) -> None:
    Ticket.objects.update(title=before)
    url = reverse("admin:crm_ticket_change", args=[desk.ticket.pk])
    assert tove.get(url).context["adminform"].form.fields["title"].required is needed


def test_a_company_is_saved_without_its_place_on_the_globe(tove: Client, desk: World) -> None:
    url = reverse("admin:crm_contact_add")
    given = shown(tove, url) | {"name": "Fresh", "latitude": "", "longitude": ""}
    assert tove.post(url, given).status_code == 302
    fresh = Contact.objects.get(name="Fresh")
    assert (fresh.latitude, fresh.longitude) == (0, 0)


def switch(tove: Client, url: str) -> str:
    return str(tove.get(url).context["adminform"].form.fields["notify"].help_text)


def test_the_switch_promises_for_a_new_ticket_and_for_a_change_what_each_does(
    tove: Client, desk: World
) -> None:
    assert "new ticket" in switch(tove, reverse(ADD))
    assert switch(tove, reverse("admin:crm_ticket_change", args=[desk.ticket.pk])).startswith(
        "Tells a new owner"
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"title": "Light"}, []),
        ({"said": "We are on our way.", "said_to": "2"}, []),
        ({"owner": "bo"}, ["bo@desk.example"]),
        ({"owner": "tove"}, []),
    ],
    ids=["another title", "a message", "a new owner", "oneself"],
)
def test_of_changes_a_new_owner_is_told_and_nobody_else(
    tove: Client, desk: World, change: dict[str, str], told: list[str]
) -> None:
    Ticket.objects.update(category=desk.loud, owner=desk.ada)
    url = reverse("admin:crm_ticket_change", args=[desk.ticket.pk])
    given = {**shown(tove, url), **change, "notify": "on"}
    if "owner" in change:
        given["owner"] = getattr(desk, change["owner"]).pk
    answer = tove.post(url, given)
    assert answer.status_code == 302
    planned = Delivery.objects.filter(state=State.PLANNED)
    assert [delivery.recipient for delivery in planned] == told
    ending = "1 notification will be sent." if told else "There is nobody to tell."
    assert sentences(answer) == [f"Ticket {desk.ticket.pk} saved. {ending}"]


def test_empty_boxes_ask_to_be_filled(tove: Client, desk: World) -> None:
    form = tove.get(reverse(ADD)).context["adminform"].form
    for name in ("category", "owner", "person", "tags"):
        assert 'data-placeholder="Select value"' in str(form[name])


def test_days_and_times_are_written_one_way_with_their_zone(tove: Client, desk: World) -> None:
    moment = datetime.datetime(2026, 3, 2, 17, 5, tzinfo=datetime.UTC)
    Ticket.objects.update(last_changed=moment)
    page = text(tove.get(reverse("admin:crm_ticket_change", args=[desk.ticket.pk])).content.decode())
    assert "2 Mar 2026 17:05" in page
    assert "Time zone: UTC." in page
    assert "Times are in UTC." in page
    assert "p.m." not in page
