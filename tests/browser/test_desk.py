"""The desk in a real browser."""

from __future__ import annotations

import base64
import json
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from crm.delivery.models import Delivery, State
from crm.directory.models import AccessToken
from crm.tickets.models import Ticket, TicketMessage
from tests.admin.conftest import around_appointments, around_tickets, ledger, system, tickets
from tests.browser.conftest import PHONE, Desk
from tests.world import World, again

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BASIC = "Basic " + base64.b64encode(b"tje0:Tje0").decode()
PLAIN = {"viewport": PHONE, "color_scheme": "dark"}


def by_api(tab: Desk, ticket: Ticket) -> dict[str, Any]:
    request = urllib.request.Request(f"{tab.origin}/api/v1/Ticket/{ticket.pk}")
    request.add_header("Authorization", BASIC)
    with urllib.request.urlopen(request) as answer:
        entity: dict[str, Any] = json.load(answer)
        return entity


def choose(tab: Desk, field: str, words: str) -> None:
    """Picks from an autocomplete box as a person does: opens it, types, takes the first that is offered."""
    tab.page.click(f".field-{field} .select2-selection")
    tab.page.keyboard.type(words)
    tab.page.wait_for_selector(f".select2-results__option--highlighted:has-text('{words}')")
    tab.page.keyboard.press("Enter")


def test_a_ticket_made_in_admin_is_shown_by_the_api_with_the_same_values(tab: Desk, desk: World) -> None:
    tab.sign_in("tje0", "Tje0")
    tab.page.click("text=New ticket")
    tab.page.fill("#id_title", "No heat on floor 3")
    choose(tab, "category", "Loud")
    choose(tab, "owner", "Bo Dahl")
    choose(tab, "person", "Cleo")
    choose(tab, "tags", "VIP")
    tab.page.select_option("#id_priority", label="Urgent")
    tab.page.select_option("#id_status", label="Waiting")
    tab.page.select_option("#id_slevel", label="External")
    tab.page.fill("#id_said", "She called twice.")
    assert tab.page.is_checked("#id_notify")
    tab.page.click("text=Save >> nth=-1")
    tab.page.wait_for_selector("[role=status] :text('saved')")
    ticket = Ticket.objects.latest("id")
    planned = Delivery.objects.filter(subject_id=ticket.pk, state=State.PLANNED).count()
    said = tab.page.inner_text("[role=status]").strip()
    assert said == f"Ticket {ticket.pk} saved. {planned} notifications will be sent."
    entity = by_api(tab, ticket)
    assert entity["TicketId"] == ticket.pk
    assert entity["Title"] == "No heat on floor 3"
    assert entity["OwnedBy"]["AssociateId"] == desk.bo.pk
    assert entity["Category"]["TicketCategoryId"] == desk.loud.pk
    assert entity["Priority"]["TicketPriorityId"] == desk.urgent.pk
    assert entity["Status"]["TicketStatusId"] == desk.waiting.pk
    assert entity["Person"]["PersonId"] == desk.cleo_person.pk
    assert entity["Slevel"] == "External"
    assert [tag["Id"] for tag in entity["Tags"]] == [desk.vip.pk]
    assert entity["CreatedBy"]["AssociateId"] == desk.tove.pk
    assert entity["NumMessages"] == 1


def pages(desk: World) -> list[str]:
    rows = [
        *around_appointments(desk),
        *around_tickets(desk),
        *system(desk),
        *ledger(desk),
        desk.ticket,
        desk.support,
    ]
    rows += [desk.urgent, desk.ada, desk.dan, desk.lab]
    forms = [reverse(f"admin:crm_{row._meta.model_name}_change", args=[row.pk]) for row in rows]
    added = [
        reverse(f"admin:crm_{name}_add") for name in ("ticket", "appointment", "accesstoken", "systemmessage")
    ]
    listed = [
        reverse(f"admin:crm_{name}_changelist")
        for name in ("ticket", "ticketmessage", "appointment", "delivery", "person", "associate", "task")
    ]
    others = [
        reverse("admin:auth_group_add"),
        reverse("admin:auth_user_add"),
        reverse("admin:password_change"),
    ]
    deleted = reverse("admin:crm_ticket_delete", args=[desk.ticket.pk])
    return [
        reverse("admin:index"),
        reverse("admin:app_list", args=["crm"]),
        *listed,
        *added,
        *forms,
        *others,
        deleted,
        reverse("docs"),
    ]


@pytest.mark.parametrize("tab", [{}, PLAIN], indirect=True, ids=["wide, light", "phone, dark"])
def test_no_page_complains_or_breaks_the_policy(tab: Desk, desk: World) -> None:
    tickets(desk, 60)
    tab.sign_in("tje0", "Tje0")
    for path in pages(desk):
        tab.open(path)
        assert tab.faults == [], path
        wide = tab.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{path} scrolls sideways by {wide} px"


def test_what_opens_and_closes_obeys_mouse_and_keyboard(tab: Desk, desk: World) -> None:
    tab.sign_in("tje0", "Tje0")
    tab.page.click("button:has-text('Ticket set-up')")
    tab.page.wait_for_selector("a:has-text('Ticket statuses'):visible")
    tab.page.focus(".desk-user")
    tab.page.keyboard.press("Enter")
    tab.page.click(".desk-theme:has-text('Dark')")
    assert "dark" in (tab.page.get_attribute("html", "class") or "")
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_selector("#user-links", state="hidden")
    tab.open(reverse("admin:crm_ticket_changelist"))
    tab.page.focus("button:has-text('Filters')")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector("text=Apply Filters")
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_selector("#changelist-filter", state="hidden")
    tab.open(reverse("admin:crm_ticket_change", args=[desk.ticket.pk]))
    tab.page.focus("[role=tab]:has-text('Time')")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector("text=First answered")


REACHABLE = """
[...document.querySelectorAll('*')].filter(node => {
    const clicks = [...node.attributes].some(a => /^(x-on:click|@click)$/.test(a.name));
    const reached = node.tabIndex >= 0 || node.closest('a[href], button, label, summary');
    return clicks && !reached && node.getClientRects().length;
}).map(node => node.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize("name", ["index", "crm_ticket_changelist", "crm_ticket_add", "crm_appointment_add"])
def test_the_keyboard_reaches_whatever_can_be_clicked(tab: Desk, name: str) -> None:
    tab.sign_in("tje0", "Tje0")
    tab.open(reverse(f"admin:{name}"))
    assert tab.page.evaluate(REACHABLE) == []


@pytest.mark.parametrize("tab", [{}, {"color_scheme": "dark"}], indirect=True, ids=["light", "dark"])
def test_words_stand_out_from_what_is_behind_them(tab: Desk, desk: World) -> None:
    tickets(desk, 3, deadline=timezone.now(), alert_level=1)
    delivery, _attempt = ledger(desk)
    around_tickets(desk)
    system(desk)
    contrast = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8").split("\n", 1)[1]
    tab.open(reverse("admin:login"))
    assert tab.page.evaluate(contrast) == {}
    tab.sign_in("tje0", "Tje0")
    for path in (
        reverse("admin:index"),
        reverse("admin:crm_ticket_changelist"),
        reverse("admin:crm_ticket_change", args=[desk.ticket.pk]),
        reverse("admin:crm_delivery_change", args=[delivery.pk]),
        reverse("admin:crm_accesstoken_changelist"),
    ):
        tab.open(path)
        assert tab.page.evaluate(contrast) == {}, path


def test_rows_are_filtered_by_an_autocompleted_owner(tab: Desk, desk: World) -> None:
    tickets(desk, 2, title="Mine", owner=desk.tove)
    tab.sign_in("tje0", "Tje0")
    tab.open(reverse("admin:crm_ticket_changelist"))
    tab.page.click("button:has-text('Filters')")
    tab.page.click("#changelist-filter :text('By owner') >> xpath=../.. >> .select2-selection")
    tab.page.keyboard.type("Tove")
    tab.page.wait_for_selector(".select2-results__option--highlighted:has-text('Tove')")
    tab.page.keyboard.press("Enter")
    tab.page.click("text=Apply Filters")
    tab.page.wait_for_url("**owner__id__exact**")
    assert tab.page.locator("#result_list .data-row").count() == 2


def test_a_dead_delivery_is_retried_with_a_click(tab: Desk, desk: World) -> None:
    delivery, _attempt = ledger(desk)
    tab.sign_in("tje0", "Tje0")
    tab.open(reverse("admin:crm_delivery_change", args=[delivery.pk]))
    tab.page.click("button:has-text('Retry')")
    tab.page.wait_for_selector("[role=status] :text('tried again')")
    assert again(delivery).state == State.PLANNED  # type: ignore[attr-defined]  # a delivery


def test_a_token_is_made_and_opens_the_api(tab: Desk, desk: World) -> None:
    tab.sign_in("tje0", "Tje0")
    tab.open(reverse("admin:crm_accesstoken_add"))
    choose(tab, "associate", "Tove")
    tab.page.fill("#id_name", "Nightly export")
    tab.page.click("text=Save >> nth=-1")
    token = tab.page.input_value("#token")
    assert AccessToken.objects.get().name == "Nightly export"
    request = urllib.request.Request(f"{tab.origin}/api/v1/Ticket/{desk.ticket.pk}")
    request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["Title"] == "No light"


def test_hostile_text_runs_nowhere(tab: Desk, desk: World) -> None:
    hostile = "\"><script>window.pwn=1</script><img src=x onerror=window.pwn=1>'{{7*7}}"
    Ticket.objects.update(title=hostile, author=hostile)
    TicketMessage.objects.create(ticket=desk.ticket, created_at=timezone.now(), body=hostile, author=hostile)
    type(desk.tove).objects.update(full_name=hostile)
    tab.sign_in("tje0", "Tje0")
    for path in (
        reverse("admin:index"),
        reverse("admin:crm_ticket_changelist"),
        reverse("admin:crm_ticket_change", args=[desk.ticket.pk]),
        reverse("admin:crm_ticketmessage_changelist"),
        reverse("admin:crm_associate_changelist"),
    ):
        tab.open(path)
        assert tab.page.evaluate("window.pwn") is None, path
