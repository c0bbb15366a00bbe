"""What a browser is told it may do, and how often a password may be guessed."""

import hashlib
import re
from pathlib import Path

import django
import pytest
import unfold
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.test import Client, RequestFactory
from pytest_django import Settings

from config.security import SecurityHeadersMiddleware, client_address

ROOT = Path(__file__).parents[2]
ADMIN, DOCS, API, PROBE = "/admin/login/", "/api/docs/", "/api/v1/nothing", "/healthz"

# unfold's files that ours replace, as they were when ours were written. After an upgrade, compare and write again.
THEIRS = Path(unfold.__file__).parent / "templates"
REPLACED = {
    "unfold/helpers/unauthenticated_title.html": "1913ea76",
    "unfold/helpers/boolean.html": "ccaf312f",
    "admin/delete_selected_confirmation.html": "a984df47",
    "admin/delete_confirmation.html": "d2f1e1ad",
    "admin/actions.html": "b5332aac",
    "admin/base.html": "2ce9250b",
    "admin/change_list.html": "5885c397",
    "admin/index.html": "9fdb849b",
    "unfold/helpers/app_list.html": "6ab83ac4",
    "unfold/helpers/command_results.html": "5a2616ef",
    "unfold/helpers/empty_results.html": "5f4727a3",
    "unfold/helpers/fieldsets_tabs.html": "277e79c5",
    "unfold/helpers/messages/errornote.html": "c2213d68",
    "unfold/helpers/navigation_header.html": "35139b9d",
    "unfold/helpers/navigation_user.html": "4c9ba58b",
    "unfold/helpers/search.html": "91996c27",
    "unfold/helpers/theme_switch.html": "c8e659df",
    "unfold/helpers/theme_switch_dropdown.html": "90421e9a",
    "unfold/helpers/welcomemsg.html": "e8eab025",
    "unfold/layouts/skeleton.html": "66af9f0b",
}


def policy_of(client: Client, address: str) -> dict[str, str]:
    header = client.get(address).headers["Content-Security-Policy"]
    return dict(directive.split(" ", 1) for directive in header.split("; "))


@pytest.mark.django_db
@pytest.mark.parametrize("address", [ADMIN, DOCS, API, PROBE])
def test_every_answer_allows_nothing_from_outside_and_no_inline_code(client: Client, address: str) -> None:
    policy = policy_of(client, address)
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    whole = " ".join(policy.values())
    assert "'unsafe-inline'" not in whole
    assert not re.search(r"https?:|\*", whole)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [DOCS, API, PROBE])
def test_only_admin_scripts_may_build_functions_from_strings(client: Client, address: str) -> None:
    assert "'unsafe-eval'" not in " ".join(policy_of(client, address).values())
    assert policy_of(client, ADMIN)["script-src"] == "'self' 'unsafe-eval'"


@pytest.mark.django_db
@pytest.mark.parametrize("address", [ADMIN, DOCS, API, PROBE])
def test_every_answer_carries_the_companions_of_the_policy(client: Client, address: str) -> None:
    headers = client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_reference_page_carries_no_inline_code_or_style(client: Client) -> None:
    page = client.get(DOCS).content.decode()
    assert not re.search(r"<style|<script>| style=| on[a-z]+=", page)
    assert policy_of(client, DOCS)["style-src"] == "'self'"


def test_the_reference_page_leads_back_to_the_desk_and_the_desk_to_it(
    client: Client, admin_client: Client
) -> None:
    assert 'href="/admin/"' in client.get(DOCS).content.decode()
    assert f'href="{DOCS}"' in admin_client.get("/admin/").content.decode()


def test_the_reference_page_asks_nobody_else_for_anything(client: Client) -> None:
    page = client.get(DOCS).content.decode()
    assert re.findall(r'(?:src|href)="([^"]+)"', page)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page)


@pytest.mark.django_db
def test_admin_pages_carry_no_inline_code_or_style(admin_client: Client) -> None:
    for address in (ADMIN, "/admin/", "/admin/password_change/"):
        page = admin_client.get(address, follow=True).content.decode()
        assert not re.search(
            r"<style|<script>|<script (?![^>]*(?:src=|type=\"application/json\"))| on[a-z]+=\"", page
        )


def test_an_answer_with_a_policy_of_its_own_keeps_it() -> None:
    own = SecurityHeadersMiddleware(
        lambda _request: HttpResponse(headers={"Content-Security-Policy": "sandbox"})
    )
    assert own(RequestFactory().get("/admin/")).headers["Content-Security-Policy"] == "sandbox"


@pytest.mark.parametrize(
    ("debug", "status", "has_policy"), [(True, 500, False), (True, 200, True), (False, 500, True)]
)
def test_only_debug_pages_go_without_a_policy(
    settings: Settings, debug: bool, status: int, has_policy: bool
) -> None:
    settings.DEBUG = debug
    answer = SecurityHeadersMiddleware(lambda _request: HttpResponse(status=status))(
        RequestFactory().get("/")
    )
    assert ("Content-Security-Policy" in answer.headers) is has_policy


@pytest.mark.parametrize(("name", "digest"), REPLACED.items())
def test_the_templates_of_unfold_that_ours_replace_have_not_changed(name: str, digest: str) -> None:
    theirs = THEIRS / name
    assert hashlib.sha256(theirs.read_bytes()).hexdigest()[:8] == digest
    assert Path(get_template(name).origin.name) == ROOT / "templates" / name  # type: ignore[attr-defined]  # every loader sets it


def test_every_template_of_unfold_that_ours_replace_is_watched() -> None:
    ours = (str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*.html"))
    assert {name for name in ours if (THEIRS / name).is_file()} == set(REPLACED)


def call(*, peer: str = "10.0.0.1", forwarded: str = "") -> HttpRequest:
    return RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)


def test_without_proxies_a_forwarded_address_is_not_believed(settings: Settings) -> None:
    settings.FJORD_PROXIES = 0
    assert client_address(call(forwarded="1.1.1.1")) == "10.0.0.1"


def test_with_proxies_only_what_they_wrote_is_believed(settings: Settings) -> None:
    settings.FJORD_PROXIES = 2
    assert client_address(call(forwarded="6.6.6.6, 1.1.1.1, 10.0.0.9")) == "1.1.1.1"
    assert client_address(call(forwarded="1.1.1.1")) == "10.0.0.1"
    assert client_address(call()) == "10.0.0.1"


def sign_in(client: Client, password: str, *, name: str = "ann", peer: str = "10.0.0.1") -> int:
    data = {"username": name, "password": password}
    return client.post(ADMIN, data, REMOTE_ADDR=peer).status_code


@pytest.mark.django_db
def test_guessing_locks_that_caller_out_of_that_account_and_nobody_else(
    client: Client, settings: Settings
) -> None:
    settings.AXES_FAILURE_LIMIT = 3
    for name in ("ann", "bob"):
        User.objects.create_superuser(name, password="right")
    assert [sign_in(client, "wrong") for _ in range(3)] == [200, 200, 429]
    assert sign_in(client, "right") == 429
    assert sign_in(client, "right", name="bob") == 302
    assert sign_in(client, "right", peer="10.0.0.2") == 302


def test_the_framework_is_the_long_term_release_that_the_settings_are_written_for() -> None:
    assert django.VERSION[:2] == (5, 2)
