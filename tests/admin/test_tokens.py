"""A token is shown once and never again; what is stored opens nothing."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.directory.actions import create_token, digest_of
from crm.directory.models import AccessToken
from tests.world import World, again

LIST = "admin:crm_accesstoken_changelist"


def made(browser: Client, desk: World) -> tuple[str, str]:
    """The page that a new token is answered with, and the token."""
    given = {"associate": desk.ada.pk, "name": "Nightly export", "days": 30}
    answer = browser.post(reverse("admin:crm_accesstoken_add"), given)
    assert answer.status_code == 200
    return answer.content.decode(), answer.context["text"]


def test_the_token_stands_on_the_page_that_made_it(tove: Client, desk: World) -> None:
    page, text = made(tove, desk)
    token = AccessToken.objects.get()
    assert f'value="{text}"' in page
    assert token.digest == digest_of(text)
    assert (token.associate, token.name) == (desk.ada, "Nightly export")
    left = token.expires_at - timezone.now()
    assert datetime.timedelta(days=29, hours=23) < left < datetime.timedelta(days=30)


def test_the_token_stands_on_no_other_page(tove: Client, desk: World) -> None:
    _page, text = made(tove, desk)
    token = AccessToken.objects.get()
    pages = [
        reverse(LIST),
        reverse("admin:crm_accesstoken_change", args=[token.pk]),
        reverse("admin:crm_accesstoken_history", args=[token.pk]),
        reverse("admin:index"),
    ]
    for url in pages:
        body = tove.get(url).content.decode()
        assert text not in body
        assert token.digest not in body
    assert text not in str(dict(tove.session)) + tove.cookies.output()


def test_no_cache_keeps_the_page_with_the_token(tove: Client, desk: World) -> None:
    given = {"associate": desk.ada.pk, "name": "x", "days": 7}
    answer = tove.post(reverse("admin:crm_accesstoken_add"), given)
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_user_without_an_account_gets_no_token(tove: Client, desk: World) -> None:
    desk.nils.user = None
    desk.nils.save()
    given = {"associate": desk.nils.pk, "name": "x", "days": 7}
    answer = tove.post(reverse("admin:crm_accesstoken_add"), given)
    assert answer.context["adminform"].form.errors["associate"] == [
        "This user has no account to sign in with."
    ]


def test_a_token_is_revoked_on_its_page(tove: Client, desk: World) -> None:
    token, _text = create_token(desk.ada, name="x", lifetime=datetime.timedelta(days=1), by=None)
    url = reverse("admin:crm_accesstoken_verb", args=[token.pk, "revoke"])
    assert url in tove.get(reverse("admin:crm_accesstoken_change", args=[token.pk])).content.decode()
    assert tove.post(url).status_code == 302
    assert again(token).revoked_at is not None
    assert url not in tove.get(reverse("admin:crm_accesstoken_change", args=[token.pk])).content.decode()


def test_tokens_are_revoked_from_the_list(tove: Client, desk: World) -> None:
    tokens = [
        create_token(desk.ada, name=name, lifetime=datetime.timedelta(days=1), by=None)[0] for name in "ab"
    ]
    tove.post(reverse(LIST), {"action": "revoke", "_selected_action": [token.pk for token in tokens]})
    assert all(again(token).revoked_at for token in tokens)


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_a_link_alone_revokes_nothing(tove: Client, desk: World, method: str) -> None:
    token, _text = create_token(desk.ada, name="x", lifetime=datetime.timedelta(days=1), by=None)
    url = reverse("admin:crm_accesstoken_verb", args=[token.pk, "revoke"])
    assert getattr(tove, method)(url).status_code == 405
    assert again(token).revoked_at is None


def test_who_may_not_change_tokens_revokes_none(ada: Client, desk: World) -> None:
    token, _text = create_token(desk.tove, name="x", lifetime=datetime.timedelta(days=1), by=None)
    answer = ada.post(reverse("admin:crm_accesstoken_verb", args=[token.pk, "revoke"]))
    assert answer.status_code == 403
    assert again(token).revoked_at is None


def test_a_token_cannot_be_changed(tove: Client, desk: World) -> None:
    token, _text = create_token(desk.ada, name="x", lifetime=datetime.timedelta(days=1), by=None)
    answer = tove.post(reverse("admin:crm_accesstoken_change", args=[token.pk]), {"name": "y"})
    assert answer.status_code == 403
    assert again(token).name == "x"
