"""Who has left opens no door of the desk, neither with an old session nor by signing in anew."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from crm.directory.models import Associate
from tests.admin.conftest import SignIn
from tests.callers import password_of
from tests.world import World, again


def retire(associate: Associate) -> None:
    Associate.objects.filter(pk=associate.pk).update(deleted=True)


@pytest.mark.parametrize("name", ["ada", "tove"])
def test_a_session_ends_when_its_user_retires(name: str, desk: World, sign_in: SignIn) -> None:
    browser = sign_in(getattr(desk, name))
    page = reverse("admin:crm_ticket_change", args=[desk.ticket.pk])
    assert browser.get(page).status_code == 200
    retire(getattr(desk, name))
    for answer in (browser.get(page), browser.post(page, {"title": "Changed by who left"})):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(reverse("admin:login"))
    assert again(desk.ticket).title == "No light"


@pytest.mark.parametrize("name", ["ada", "tove"])
def test_who_retired_does_not_sign_in_and_one_who_came_back_does(name: str, desk: World) -> None:
    who: Associate = getattr(desk, name)
    given = {"username": who.name, "password": password_of(who)}
    retire(who)
    assert Client().post(reverse("admin:login"), given).status_code == 200, "the form again"
    Associate.objects.filter(pk=who.pk).update(deleted=False)
    assert Client().post(reverse("admin:login"), given).status_code == 302


def test_an_account_without_a_user_still_has_its_session(desk: World) -> None:
    root = User.objects.create_superuser("root", password="Root")
    browser = Client()
    browser.force_login(root, "crm.directory.views.accounts.AccountBackend")
    assert browser.get(reverse("admin:index")).status_code == 200
