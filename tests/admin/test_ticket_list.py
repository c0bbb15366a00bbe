"""What a line of the list of tickets says."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.directory.admin.show import due, since
from tests.admin.conftest import tickets
from tests.world import World

LIST = "admin:crm_ticket_changelist"
NOW = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)


def test_what_is_closed_is_not_late(tove: Client, desk: World) -> None:
    past = timezone.now() - datetime.timedelta(hours=5)
    tickets(desk, 1, deadline=past)
    assert "5 h late" in tove.get(reverse(LIST)).content.decode()
    type(desk.ticket).objects.update(status=desk.solved, base_status=desk.solved.base)
    assert " late" not in tove.get(reverse(LIST)).content.decode().split('id="result_list"')[1]


def test_signs_are_words_too(tove: Client, desk: World) -> None:
    tickets(desk, 1, read_status=3, alert_level=2, has_attachment=True, num_messages=1, title="", owner=None)
    row = tove.get(reverse(LIST)).content.decode().split('id="result_list"')[1]
    for words in (
        "Not read by the owner",
        "Escalated, level 2",
        "With attachments",
        "1 message",
        "(no subject)",
        "Nobody",
    ):
        assert words in row


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0.75, "in 45 min"),
        (1.9, "in 2 h"),
        (47, "in 47 h"),
        (72, "in 3 days"),
        (-0.75, "45 min late"),
        (-4, "4 h late"),
        (0, "now"),
        (-0.001, "now"),
        (-24 * 9, "9 days late"),
        (-24 * 365, "late since 20 Nov 2025"),
        (24 * 365, "20 Nov 2027"),
    ],
)
def test_a_deadline_is_told_in_words(hours: float, words: str) -> None:
    assert f">{words}<" in due(NOW + datetime.timedelta(hours=hours), NOW)


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "just now"),
        (1, "60 min ago"),
        (30, "30 h ago"),
        (24 * 4, "4 days ago"),
        (24 * 6996, "25 Sep 2007"),
        (-3, "in 3 h"),
    ],
)
def test_a_moment_is_told_in_words(hours: float, words: str) -> None:
    assert f">{words}<" in since(NOW - datetime.timedelta(hours=hours), NOW)


def test_the_exact_time_stands_behind_the_words() -> None:
    assert 'title="20 Nov 2026 12:00 UTC"' in since(NOW, NOW)
    assert 'datetime="2026-11-20T12:00:00+00:00"' in since(NOW, NOW)


@pytest.mark.parametrize("term", ["{key}", "#{key}", " {key} "])
def test_a_number_finds_its_ticket_only(tove: Client, desk: World, term: str) -> None:
    tickets(desk, 3)
    cl = tove.get(reverse(LIST), {"q": term.format(key=desk.ticket.pk)}).context["cl"]
    assert [row.pk for row in cl.result_list] == [desk.ticket.pk]


def test_an_address_finds_the_tickets_of_its_customer(tove: Client, desk: World) -> None:
    tickets(desk, 3)
    cl = tove.get(reverse(LIST), {"q": "CLEO@lab.example"}).context["cl"]
    assert [row.pk for row in cl.result_list] == [desk.ticket.pk]


def test_words_find_subjects(tove: Client, desk: World) -> None:
    tickets(desk, 3)
    cl = tove.get(reverse(LIST), {"q": "light no"}).context["cl"]
    assert [row.pk for row in cl.result_list] == [desk.ticket.pk]


def test_the_palette_leads_from_a_number_to_its_ticket_and_tells_no_subject(
    tove: Client, ada: Client, desk: World
) -> None:
    (secret,) = tickets(desk, 1, category=desk.secret, owner=None, title="Hush")
    url = reverse("admin:crm_ticket_change", args=[secret.pk])
    found = tove.get(reverse("admin:search"), {"s": str(secret.pk), "extended": "1"}).content.decode()
    assert f'href="{url}"' in found
    assert "Hush" not in found
    desk.ada.ticket_categories.clear()
    assert (
        url not in ada.get(reverse("admin:search"), {"s": str(secret.pk), "extended": "1"}).content.decode()
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["No light"]),
        ({"which": "bin"}, ["Gone"]),
        ({"q": "gone"}, ["Gone"]),
        ({"status__id__exact": "spam"}, ["Gone"]),
        ({"origin__exact": "0"}, ["No light"]),
    ],
)
def test_what_was_thrown_away_is_shown_to_those_who_ask_for_it(
    tove: Client, desk: World, asked: dict[str, str], found: list[str]
) -> None:
    tickets(desk, 1, title="Gone", status=desk.spam, base_status=desk.spam.base, origin=0)
    wanted = {name: str(desk.spam.pk) if value == "spam" else value for name, value in asked.items()}
    cl = tove.get(reverse(LIST), wanted).context["cl"]
    assert [row.title for row in cl.result_list] == found


def test_nobody_is_to_read_what_was_thrown_away(tove: Client, desk: World) -> None:
    tickets(desk, 1, status=desk.spam, base_status=desk.spam.base, read_status=3)
    row = tove.get(reverse(LIST), {"which": "bin"}).content.decode().split('id="result_list"')[1]
    assert "Not read by the owner" not in row
    assert "desk-unread" not in row
