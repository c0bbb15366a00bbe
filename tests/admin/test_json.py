"""Boxes of JSON at the desk hold what the API takes: one shape, no number or letter that a database cannot keep."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models import JSONField, Value
from django.test import Client
from django.urls import reverse

from crm.tickets.models import TicketPriority
from crm.wire import lists
from tests.admin.forms import inline, shown
from tests.callers import Api
from tests.world import World, again

pytestmark = pytest.mark.django_db
DEEP = '{"a":' * 40 + "1" + "}" * 40


def change(row: Any) -> str:
    return reverse(f"admin:crm_{row._meta.model_name}_change", args=[row.pk])


@pytest.mark.parametrize(
    "text",
    ['{"a": NaN}', '{"a": 1e400}', '{"a": 1e300}', r'{"a": "\u0000"}', r'{"\u0000": 1}', r'{"a": "\ud800"}', "[1]", "5", '"x"', "{", DEEP],
)  # fmt: skip
def test_what_the_api_refuses_the_desk_refuses_too(text: str, tove: Client, desk: World) -> None:
    url = change(desk.ticket)
    answer = tove.post(url, shown(tove, url) | {"custom_fields": text})
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == ["custom_fields"]
    assert again(desk.ticket).custom_fields == {}


@pytest.mark.parametrize("text", ["", "null", "{}", " "])
def test_a_box_that_is_emptied_is_an_empty_object(text: str, tove: Client, desk: World) -> None:
    type(desk.ticket).objects.update(custom_fields={"a": 1})
    url = change(desk.ticket)
    assert tove.post(url, shown(tove, url) | {"custom_fields": text}).status_code == 302
    assert again(desk.ticket).custom_fields == {}


@pytest.mark.parametrize("text", ["5", "[5]", "[null]", '["x"]', '{"a": 1}', '["2026-02-30"]'])
def test_days_off_are_dates(text: str, tove: Client, desk: World) -> None:
    url = change(desk.normal)
    form = shown(tove, url) | inline("escalation_levels") | {"non_dates": text}
    answer = tove.post(url, form)
    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == ["non_dates"]
    assert again(desk.normal).non_dates == []
    assert tove.post(url, form | {"non_dates": '["2026-12-24"]'}).status_code == 302
    assert again(desk.normal).non_dates == ["2026-12-24"]


@pytest.mark.parametrize("stored", [5, [5], [None], None, {"a": 1}])
def test_tickets_are_answered_whatever_stands_in_the_days_off(stored: Any, desk: World) -> None:
    TicketPriority.objects.update(non_dates=Value(stored, JSONField()))
    lists.touch()
    api = Api(desk.tove)
    assert api.get(f"Ticket/{desk.ticket.pk}")["Priority"]["NonDates"] == []
    assert api.post("Ticket", {"Title": "x"})["Priority"]["NonDates"] == []


@pytest.mark.parametrize("stored", [2**70, 5, [1], None])
def test_tickets_are_answered_whatever_stands_in_their_fields(stored: Any, desk: World) -> None:
    type(desk.ticket).objects.update(custom_fields={"a": stored}, extra_fields=Value(stored, JSONField()))
    Api(desk.tove).get(f"Ticket/{desk.ticket.pk}?$select=Title,CustomFields,ExtraFields")
