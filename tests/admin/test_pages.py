"""Every page answers, to those who may see it."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models
from django.test import Client
from django.urls import reverse

from crm.directory.models import FieldLayout, HeadedItem, ItemGroup
from crm.wire.lists import ListStamp
from crm.wire.repeats import KeptAnswer
from tests.admin.conftest import SignIn
from tests.world import World

BOOKKEEPING = (ListStamp, KeptAnswer, FieldLayout, HeadedItem, ItemGroup)
MODELS = [model for model in apps.get_app_config("crm").get_models() if model not in BOOKKEEPING]
OTHERS = [model for model in admin.site._registry if model._meta.app_label in ("auth", "axes")]
NAMES = [model.__name__ for model in MODELS]
HIDDEN_FROM_AGENTS = ("accesstoken", "delivery", "attempt", "usergroup", "recurrence", "country")


def page(model: type[models.Model], view: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def test_every_model_of_the_desk_has_its_pages() -> None:
    assert [model.__name__ for model in MODELS if not admin.site.is_registered(model)] == []


@pytest.mark.parametrize("model", BOOKKEEPING)
def test_the_bookkeeping_of_the_api_has_none(model: type[models.Model]) -> None:
    assert not admin.site.is_registered(model)


@pytest.mark.parametrize("model", [*MODELS, *OTHERS], ids=lambda model: model.__name__)
def test_a_list_answers_an_administrator(tove: Client, rows: object, model: type[models.Model]) -> None:
    assert tove.get(page(model, "changelist")).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_a_list_can_be_searched(tove: Client, rows: object, model: type[models.Model]) -> None:
    assert tove.get(page(model, "changelist"), {"q": "7"}).status_code == 200
    assert tove.get(page(model, "changelist"), {"q": "a@b.example %_'\""}).status_code == 200


@pytest.mark.parametrize("model", [*MODELS, *OTHERS], ids=lambda model: model.__name__)
def test_the_form_for_a_new_row_answers_an_administrator(tove: Client, model: type[models.Model]) -> None:
    pages = admin.site.get_model_admin(model)
    request = tove.get(reverse("admin:index")).wsgi_request
    assert tove.get(page(model, "add")).status_code == (200 if pages.has_add_permission(request) else 403)


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_the_form_of_a_row_answers_an_administrator(
    tove: Client, rows: dict[type[models.Model], models.Model], model: type[models.Model]
) -> None:
    row = rows.get(model) or model._default_manager.first()
    assert row is not None, f"the fixture `rows` has no {model.__name__}"
    assert tove.get(page(model, "change", row.pk)).status_code == 200
    assert tove.get(page(model, "history", row.pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=NAMES)
def test_what_a_deletion_would_take_along_is_shown(
    tove: Client, rows: dict[type[models.Model], models.Model], model: type[models.Model]
) -> None:
    row = rows.get(model) or model._default_manager.first()
    assert row is not None
    pages = admin.site.get_model_admin(model)
    request = tove.get(reverse("admin:index")).wsgi_request
    expected = 200 if pages.has_delete_permission(request) else 403
    assert tove.get(page(model, "delete", row.pk)).status_code == expected


def test_a_category_in_use_cannot_be_deleted(tove: Client, desk: World) -> None:
    answer = tove.get(page(type(desk.support), "delete", desk.support.pk))
    assert "1 tickets of “Support”" in answer.content.decode()
    tove.post(page(type(desk.support), "delete", desk.support.pk), {"post": "yes"})
    assert type(desk.support).objects.filter(pk=desk.support.pk).exists()


@pytest.mark.parametrize("name", HIDDEN_FROM_AGENTS)
def test_an_agent_without_the_right_is_refused_and_not_shown_the_way(ada: Client, name: str) -> None:
    url = reverse(f"admin:crm_{name}_changelist")
    assert ada.get(url).status_code == 403
    assert f'href="{url}"' not in ada.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize(
    "name", ["ticket", "ticketmessage", "appointment", "person", "contact", "systemevent"]
)
def test_an_agent_with_the_right_is_shown_list_and_way(ada: Client, name: str) -> None:
    url = reverse(f"admin:crm_{name}_changelist")
    assert ada.get(url).status_code == 200
    assert f'href="{url}"' in ada.get(reverse("admin:index")).content.decode()


def test_a_page_number_beyond_all_rows_shows_an_empty_page(tove: Client, desk: World) -> None:
    assert tove.get(reverse("admin:crm_ticket_changelist"), {"p": "9" * 30}).status_code == 200
    assert tove.get(reverse("admin:crm_ticket_changelist"), {"p": "-4"}).status_code == 200


@pytest.mark.parametrize(
    "filters",
    [
        {"which": "mine"},
        {"which": "nonsense"},
        {"which": "bin"},
        {"created_at_from": "2026-03-01", "created_at_to": "2026-03-02"},
        {"created_at_from": "tomorrow"},
        {"owner__id__exact": "1"},
        {"status__id__exact": "1"},
    ],
)
def test_the_list_of_tickets_can_be_filtered(tove: Client, desk: World, filters: dict[str, str]) -> None:
    assert tove.get(reverse("admin:crm_ticket_changelist"), filters).status_code == 200


@pytest.mark.parametrize("day", ["2026-03-02"])
def test_a_range_of_days_takes_in_its_last_day(tove: Client, desk: World, day: str) -> None:
    answer = tove.get(reverse("admin:crm_ticket_changelist"), {"created_at_from": day, "created_at_to": day})
    assert "No light" in answer.content.decode()


def test_an_account_that_is_no_user_of_the_desk_is_told_how_to_become_one(
    client: Client, desk: World
) -> None:
    root = User.objects.create_superuser("root", "root@desk.example", "Root")
    client.force_login(root, "crm.directory.views.accounts.AccountBackend")
    home = client.get(reverse("admin:index")).content.decode()
    assert "not yet a user of the desk" in home
    assert (
        f"{reverse('admin:crm_associate_add')}?user={root.pk}&amp;name=root&amp;email=root%40desk.example"
        in home
    )
    assert client.get(reverse("admin:crm_ticket_changelist")).status_code == 200
    sent = client.get(reverse("admin:crm_ticket_add"))
    assert (sent.status_code, sent["Location"]) == (302, reverse("admin:index"))


def test_such_an_account_becomes_one_by_saving_the_form_it_is_offered(client: Client, desk: World) -> None:
    root = User.objects.create_superuser("root", "root@desk.example", "Root")
    client.force_login(root, "crm.directory.views.accounts.AccountBackend")
    offered = client.get(reverse("admin:crm_associate_add"), {"user": str(root.pk), "name": "root"})
    form = offered.context["adminform"].form
    values = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    given = {
        name: value for name, value in values.items() if value not in (None, "", {}) and value is not False
    }
    given |= {"email_mask": ["1"], "extra_fields": "{}", "custom_fields": "{}"}
    assert client.post(reverse("admin:crm_associate_add"), given).status_code == 302
    root.refresh_from_db()
    assert root.is_superuser, "becoming a user takes nothing away"
    assert client.get(reverse("admin:crm_ticket_add")).status_code == 200


def test_an_agent_without_a_user_sees_no_tickets(client: Client, desk: World, sign_in: SignIn) -> None:
    stray = User.objects.create_user("stray", is_staff=True)
    assert desk.ada.user is not None
    stray.groups.set(desk.ada.user.groups.all())
    client.force_login(stray, "crm.directory.views.accounts.AccountBackend")
    assert "No light" not in client.get(reverse("admin:crm_ticket_changelist")).content.decode()
