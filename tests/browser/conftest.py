"""A browser on a running desk. Any console error, failed request or refusal by the policy fails the test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.conftest import chromium_path
from tests.world import World, build

SWITCHES = [
    "--no-sandbox",  # continuous integration runs as root
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
]
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


def pytest_configure() -> None:
    # Playwright's loop runs in this thread, and Django takes any loop for a reason to refuse the database.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path(), args=SWITCHES)
        yield launched
        launched.close()


@pytest.fixture
def desk(transactional_db: None) -> World:
    """The world, committed, so that the server's threads see it."""
    world = build()
    User.objects.update(is_staff=True)
    return world


@dataclass
class Desk:
    """A tab, and what went wrong in it."""

    page: Page
    origin: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.origin}{path}")
        self.page.wait_for_load_state("networkidle")

    def sign_in(self, name: str, password: str) -> None:
        self.open("/admin/login/")
        self.page.fill("#id_username", name)
        self.page.fill("#id_password", password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{self.origin}/admin/")

    def note_failure(self, request: Request) -> None:
        """A request that never arrived; one that the page itself gave up, as autocompletion does, is none."""
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"{request.failure}: {request.url}")

    def watch(self) -> None:
        """Notes what the page complains of; a violation of the policy is a console error too."""
        self.page.on("console", lambda line: self.faults.append(line.text) if line.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("requestfailed", self.note_failure)
        self.page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((self.origin, "data:"))
                else self.faults.append(f"elsewhere: {request.url}")
            ),
        )


def context(browser: Browser, request: pytest.FixtureRequest) -> BrowserContext:
    shape = getattr(request, "param", {})
    return browser.new_context(
        viewport=shape.get("viewport", WIDE), color_scheme=shape.get("color_scheme", "light")
    )


@pytest.fixture
def tab(
    browser: Browser, desk: World, live_server: LiveServer, request: pytest.FixtureRequest
) -> Iterator[Desk]:
    """A fresh browser on the desk; parametrise it indirectly with a viewport or a colour scheme."""
    opened = context(browser, request)
    tab = Desk(opened.new_page(), str(live_server))
    tab.watch()
    yield tab
    opened.close()
    assert tab.faults == []
