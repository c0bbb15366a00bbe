"""A PATCH takes its locks in the order of the actions, so that it and others never wait for each other."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.events.views import SystemEventViewSet
from crm.tickets.contracts import TICKET_CATEGORY
from crm.tickets.models import TicketMessage
from crm.wire.entities import EntityViewSet
from tests.callers import Api
from tests.concurrency import together
from tests.world import NOON, again, build, plant

ROUNDS = 20


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_those_who_patch_and_put_a_message_do_not_block_each_other() -> None:
    world = build()
    (message,) = plant(TicketMessage(ticket=world.ticket, created_at=NOON, author="Ada"))
    path = f"TicketMessage/{message.pk}"

    def patch() -> None:
        for number in range(ROUNDS):
            Api(world.tove).patch(path, {"CustomFields": {f"x_{number}": "1"}})

    def put() -> None:
        for _ in range(ROUNDS):
            Api(world.tove).put(path, {"Body": "put", "CustomFields": again(message).custom_fields})

    together(patch, put)
    assert again(message).body == "put"


@pytest.mark.django_db
def test_a_row_of_a_small_list_is_locked_after_the_stamp_of_the_lists() -> None:
    class Categories(EntityViewSet):
        contract = TICKET_CATEGORY

    with CaptureQueriesContext(connection) as statements:
        Categories().hold(1)
    assert any("crm_liststamp" in statement["sql"] for statement in statements)


@pytest.mark.django_db
def test_other_rows_are_locked_by_themselves(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        SystemEventViewSet().hold(1)
