"""Planning: one statement in the transaction of the fact, once per recipient, never rendered."""

import datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries, Settings

from crm.delivery.actions import plan_deliveries
from crm.delivery.models import Channel, Delivery, State, message_id
from crm.directory.models import Associate
from tests.delivery.plans import NOON, note, planned

pytestmark = pytest.mark.django_db


def test_a_plan_becomes_a_row_that_waits_for_its_time(olav: Associate) -> None:
    (row,) = planned(note(7, recipient_associate_id=olav.pk, context={"when": NOON, "title": "Hei"}))
    assert (row.kind, row.subject_type, row.subject_id) == ("test.note", "ticket", 7)
    assert (row.recipient, row.recipient_associate, row.channel) == ("ann7@example.org", olav, Channel.EMAIL)
    assert (row.state, row.reason, row.attempts, row.fence) == (State.PLANNED, "", 0, 0)
    assert row.due_at == NOON
    assert row.context == {"when": "2026-03-02T12:00:00Z", "title": "Hei"}


def test_without_a_time_a_plan_is_due_at_once() -> None:
    with time_machine.travel(NOON, tick=False):
        (row,) = planned(note(due_at=None))
    assert row.due_at == row.created_at == NOON


def test_many_plans_are_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        plan_deliveries([note(number) for number in range(1, 41)])
    assert Delivery.objects.count() == 40


def test_no_plans_are_no_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        plan_deliveries([])


def test_the_same_notification_is_planned_once() -> None:
    (first,) = planned(note())
    plan_deliveries([note(context={"title": "again"})])
    (row,) = Delivery.objects.all()
    assert (row.pk, row.message_id, row.context) == (first.pk, first.message_id, first.context)


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "test.reminder"},
        {"subject_type": "appointment"},
        {"subject_id": 2},
        {"recipient": "ben@example.org"},
        {"channel": Channel.POPUP},
        {"occurrence": "message 2"},
    ],
)
def test_whatever_tells_notifications_apart_makes_a_second_one(other: dict[str, Any]) -> None:
    plan_deliveries([note(), note(**other)])
    assert Delivery.objects.count() == 2
    assert Delivery.objects.values("message_id").distinct().count() == 2


def test_a_suppressed_plan_is_kept_with_its_reason_and_is_over() -> None:
    (row,) = planned(note(suppressed="the recipient did it"))
    assert (row.state, row.reason) == (State.SUPPRESSED, "the recipient did it")
    assert row.finished_at is not None


@pytest.mark.parametrize(
    "recipient", ["", "nobody", "ann@example.org\r\nBcc: all@example.org", "a" * 250 + "@example.org"]
)
def test_an_address_that_no_mail_can_carry_is_suppressed_and_spoils_nothing(recipient: str) -> None:
    plan_deliveries([note(recipient=recipient), note(2)])
    assert list(Delivery.objects.order_by("subject_id").values_list("state", "reason")) == [
        (State.SUPPRESSED, "no usable address"),
        (State.PLANNED, ""),
    ]


def test_a_popup_needs_no_address() -> None:
    (row,) = planned(note(recipient="olav", channel=Channel.POPUP))
    assert row.state == State.PLANNED


@pytest.mark.parametrize("missing", ["kind", "subject_type", "template"])
def test_a_plan_without_its_names_is_refused(missing: str) -> None:
    changes: dict[str, Any] = {missing: ""}
    with pytest.raises(ValueError, match="names its kind, subject and template"):
        note(**changes)


@pytest.mark.django_db(transaction=True)
def test_planning_outside_the_transaction_of_the_fact_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        plan_deliveries([note()])


@pytest.mark.django_db(transaction=True)
def test_a_fact_that_is_rolled_back_tells_nobody() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        plan_deliveries([note()])
        raise ZeroDivisionError
    assert not Delivery.objects.exists()


def test_the_message_id_derives_from_the_row_and_names_the_senders_domain(settings: Settings) -> None:
    settings.FJORD_FROM_ADDRESS = "Desk <desk@fjord.example>"
    (row,) = planned(note())
    assert row.message_id.startswith("<fjord-")
    assert row.message_id.endswith("@fjord.example>")
    assert row.message_id == message_id(row, "fjord.example")


def test_a_desk_set_up_afresh_does_not_reuse_message_ids() -> None:
    (row,) = planned(note())
    row.created_at += datetime.timedelta(microseconds=1)
    assert row.message_id != message_id(row, row.message_id.rpartition("@")[2].removesuffix(">"))


@pytest.mark.parametrize(
    "broken",
    [
        {"state": State.SENDING},
        {"lease_until": NOON},
        {"state": State.DELIVERED, "attempts": 1, "fence": 1},
        {"state": State.DELIVERED, "finished_at": NOON},
        {"state": State.DEAD, "finished_at": NOON},
        {"state": State.SUPPRESSED, "finished_at": NOON},
        {"finished_at": NOON},
        {"state": "lost"},
        {"channel": 9},
        {"attempts": 2, "fence": 1},
        {"failures": 1},
    ],
)
def test_a_row_that_contradicts_itself_is_refused(broken: dict[str, object]) -> None:
    (row,) = planned(note())
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=row.pk).update(**broken)
