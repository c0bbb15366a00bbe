"""What sorts tickets is saved on the desk through the actions of the API: their rules and rights hold here too."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from crm.directory.models import Associate, Function
from crm.directory.models.role import ADMINISTRATOR_ROLE, FULL
from crm.tickets.models import PriorityFlag, TicketPriority, TicketStatus, TicketType
from tests.admin.forms import inline, shown
from tests.world import World, again

FORMSETS: dict[str, tuple[str, ...]] = {
    "ticketcategory": ("memberships",),
    "ticketpriority": ("escalation_levels",),
}


def send(browser: Client, row: Any, **changes: Any) -> Any:
    """Saves the form of a row as it was shown, but for these changes."""
    name = row._meta.model_name
    url = reverse(f"admin:crm_{name}_change", args=[row.pk])
    around = {key: value for prefix in FORMSETS.get(name, ()) for key, value in inline(prefix).items()}
    return browser.post(url, {**shown(browser, url), **around, **changes})


@pytest.mark.parametrize("name", ["support", "status", "priority", "type"])
def test_permissions_without_the_right_of_the_role_do_not_change_lists(
    desk: World, ada: Client, name: str
) -> None:
    rows: dict[str, Any] = {
        "support": desk.support,
        "status": TicketStatus.objects.earliest("pk"),
        "priority": TicketPriority.objects.earliest("pk"),
        "type": TicketType.objects.create(name="Question"),
    }
    row = rows[name]
    role = desk.ada.role
    assert role is not None
    assert desk.ada.user is not None
    role.functions = [each for each in role.functions if each not in (Function.LISTS, Function.CATEGORIES)]
    role.save()
    desk.ada.user.user_permissions.add(Permission.objects.get(codename=f"change_{row._meta.model_name}"))
    answer = send(ada, row, name="Renamed")
    assert answer.status_code == 200
    assert "This takes one of these rights" in answer.content.decode()
    assert again(row).name == row.name


def test_a_new_default_takes_the_place_of_the_old_one(desk: World, tove: Client) -> None:
    usual = {
        "default_status": TicketStatus.objects.earliest("pk"),
        "default_priority": TicketPriority.objects.earliest("pk"),
    }
    old = TicketType.objects.create(name="Old", is_default=True, **usual)
    new = TicketType.objects.create(name="New", **usual)
    answer = send(tove, new, is_default="on")
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert (again(old).is_default, again(new).is_default) == (False, True)


def test_the_last_status_of_a_base_status_is_not_retired(desk: World, tove: Client) -> None:
    status = TicketStatus.objects.filter(deleted=False).latest("pk")
    TicketStatus.objects.filter(base=status.base).exclude(pk=status.pk).delete()
    answer = send(tove, status, deleted="on")
    assert "This is the last status" in answer.content.decode()
    assert not again(status).deleted


def test_a_priority_is_saved_with_its_chain_and_is_the_only_default(desk: World, tove: Client) -> None:
    old = TicketPriority.objects.earliest("pk")
    old.flags |= PriorityFlag.DEFAULT
    old.save()
    new = TicketPriority.objects.create(name="Today")
    level: dict[str, Any] = {"level": 1, "timeout": 30, "action": [16]}
    answer = send(tove, new, flags=[int(PriorityFlag.DEFAULT)], **inline("escalation_levels", [level]))
    assert answer.status_code == 302, answer.context["errors"]
    assert [(row.level, row.timeout, row.action) for row in new.escalation_levels.all()] == [(1, 30, 16)]
    assert not again(old).flags & PriorityFlag.DEFAULT
    assert again(new).flags & PriorityFlag.DEFAULT


def test_members_of_a_category_come_change_and_go(desk: World, tove: Client) -> None:
    desk.support.memberships.all().delete()
    new: list[dict[str, Any]] = [{"associate": each.pk, "weight": 2} for each in (desk.ada, desk.bo)]
    assert send(tove, desk.support, **inline("memberships", new)).status_code == 302
    ada, bo = desk.support.memberships.order_by("associate__name")
    rows: list[dict[str, Any]] = [
        {"id": ada.pk, "category": desk.support.pk, "associate": desk.ada.pk, "weight": 5},
        {"id": bo.pk, "category": desk.support.pk, "associate": desk.bo.pk, "weight": 2, "DELETE": "on"},
    ]
    assert send(tove, desk.support, **inline("memberships", rows, initial=2)).status_code == 302
    assert list(desk.support.memberships.values_list("associate", "weight")) == [(desk.ada.pk, 5)]


def test_a_role_is_saved_by_its_form(desk: World, tove: Client) -> None:
    role = desk.ada.role
    assert role is not None
    tickets = {"data_rights": ["ticket:MyOwn:1", "ticket:MyOwn:2"], "functions": [Function.LIST_OWN]}
    answer = send(tove, role, **tickets)
    assert answer.status_code == 302
    saved = again(role)
    assert saved.functions == [Function.LIST_OWN]
    left = {
        (entity, relation): mask
        for entity, row in saved.data_rights.items()
        for relation, mask in row.items()
        if mask & FULL
    }
    assert left == {("ticket", "MyOwn"): 3}


def test_the_account_of_the_last_general_administrator_is_not_closed(desk: World, tove: Client) -> None:
    assert Associate.objects.filter(role=ADMINISTRATOR_ROLE).exclude(pk=desk.tove.pk).count() == 0
    account = desk.tove.user
    assert account is not None
    url = reverse("admin:auth_user_change", args=[account.pk])
    given = shown(tove, url)
    given.pop("is_active")
    answer = tove.post(url, given)
    assert answer.status_code == 200
    assert again(account).is_active
