"""Whatever an address of the desk asks, it is answered with a page, a way back, or a refusal: never a failure."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.world import World

pytestmark = pytest.mark.django_db
ODD = [
    "ticket/?created_at_to=9999-12-31",
    "ticket/?created_at_from=0001-01-01",
    "ticketmessage/?created_at_to=9999-12-31&created_at_from=9999-12-31",
    "workflowevent/?received_at_to=9999-12-31",
    "appointment/?start_to=9999-12-31",
    "ticket/?created_at__year=9999",
    "ticket/?created_at__year=99999",
    "ticket/?title__regex=(",
    "ticket/?title__iregex=(",
    "ticket/?title=%00",
    "ticket/?q=%00",
    "ticket/?owner__id__exact=99999999999999999999999",
    "ticket/?secondary_persons=99999999999999999999",
    "ticket/?q=99999999999999999999",
    "ticket/add/?owner=abc",
    "ticket/add/?owner=99999999999999999999",
    "ticket/add/?tags=abc",
    "ticket/add/?tags=99999999999999999999",
    "ticket/add/?deadline=%00",
    "ticket/add/?deadline=zzz",
    "ticket/add/?extra_fields=zzz",
    "ticket/add/?title=x&owner=1",
    "associate/add/?user=abc",
    "appointment/add/?start=zzz",
    "appointment/add/?start=2026-03-02",
]


@pytest.mark.parametrize("address", ODD)
def test_an_odd_address_is_answered(address: str, tove: Client, desk: World) -> None:
    tove.raise_request_exception = True
    answer = tove.get(f"/admin/crm/{address}", follow=True)
    assert answer.status_code in (200, 400)


def test_looking_for_a_nul_is_refused(tove: Client, desk: World) -> None:
    query = "app_label=crm&model_name=ticket&field_name=owner"
    assert tove.get(f"/admin/autocomplete/?{query}&term=%00").status_code == 400
    assert tove.get(f"/admin/autocomplete/?{query}&term=a").status_code == 200


def test_a_new_row_begins_with_what_the_address_says(tove: Client, desk: World) -> None:
    answer = tove.get(
        f"/admin/crm/ticket/add/?title=Dark&owner={desk.bo.pk}&tags={desk.vip.pk},{desk.bug.pk}"
    )
    form = answer.context["adminform"].form
    assert form["title"].value() == "Dark"
    assert str(form["owner"].value()) == str(desk.bo.pk)
    assert [str(key) for key in form["tags"].value()] == [str(desk.vip.pk), str(desk.bug.pk)]
