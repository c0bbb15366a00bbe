"""What only a browser can tell: where things stand, and in which colours."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.browser.conftest import PHONE, Desk
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROW = pytest.mark.parametrize("tab", [{"viewport": PHONE}], indirect=True, ids=["phone"])
DARK = pytest.mark.parametrize("tab", [{"color_scheme": "dark"}], indirect=True, ids=["dark"])
BEHIND = "getComputedStyle(document.body).backgroundColor"


def height(tab: Desk, selector: str) -> float:
    box = tab.page.locator(selector).first.bounding_box()
    assert box is not None
    return box["y"]


@NARROW
def test_on_a_phone_saving_comes_before_deleting(tab: Desk, desk: World) -> None:
    tab.sign_in("tje0", "Tje0")
    tab.open(reverse("admin:crm_ticket_change", args=[desk.ticket.pk]))
    assert height(tab, "#submit-row button[name=_save]") < height(tab, "#submit-row a:has-text('Delete')")


@NARROW
def test_on_a_phone_the_head_names_the_page_in_whole_words(tab: Desk, desk: World) -> None:
    tab.sign_in("tje0", "Tje0")
    tab.open(reverse("admin:crm_ticket_changelist"))
    assert tab.page.inner_text("h1").strip() == "Tickets"


@NARROW
def test_on_a_phone_the_letters_of_the_chart_can_be_read(tab: Desk, desk: World) -> None:
    tab.sign_in("tje0", "Tje0")
    letters = "document.querySelector('.desk-chart-text').getBoundingClientRect().height"
    assert tab.page.evaluate(letters) >= 10


def test_the_palette_says_that_nothing_is_found(tab: Desk, desk: World) -> None:
    tab.sign_in("tje0", "Tje0")
    tab.page.keyboard.press("Control+k")
    tab.page.keyboard.type("zzz", delay=20)
    tab.page.wait_for_selector("#command-results :text('Nothing found')")


def test_a_message_is_dismissed_with_a_click(tab: Desk, desk: World) -> None:
    tab.sign_in("tje0", "Tje0")
    desk.tove.system_messages.create(
        system_message_id="x", markdown="asperiores", created_at=desk.ticket.created_at
    )
    tab.open(reverse("admin:index"))
    tab.page.click("[aria-label=Dismiss]")
    tab.page.wait_for_selector("text=asperiores", state="detached")
    assert not desk.tove.system_messages.exists()


@DARK
def test_the_reference_and_a_fault_are_as_dark_as_the_desk(tab: Desk) -> None:
    tab.open(reverse("docs"))
    tab.page.wait_for_selector("a:has-text('To the desk')")
    dark = tab.page.evaluate(BEHIND)
    tab.open("/nothing-is-here")
    assert tab.faults.pop().endswith("404 (Not Found)")
    assert tab.page.evaluate("document.documentElement.className") == "dark dark-mode"
    tab.page.evaluate("localStorage.setItem('adminTheme', JSON.stringify('light'))")
    tab.open(reverse("docs"))
    assert tab.page.evaluate(BEHIND) == "rgb(255, 255, 255)" != dark
