"""Planting the demo world in an empty database: the same each time, and silent."""

import datetime

import pytest
from django.core import mail
from django.db import transaction
from django.db.models import Max

from crm.appointments.models import Appointment
from crm.delivery.models import Delivery
from crm.tickets.models import Ticket
from tests.seeds.conftest import seed
from tests.seeds.dump import dump

pytestmark = pytest.mark.django_db


def test_two_databases_seeded_at_the_same_instant_hold_the_same_rows() -> None:
    worlds = []
    for _ in range(2):
        with transaction.atomic():
            seed()
            worlds.append(dump())
            transaction.set_rollback(True)
    assert worlds[0] == worlds[1]
    assert sum(map(len, worlds[0].values())) > 500


def test_nobody_is_told_of_anything() -> None:
    seed()
    assert mail.outbox == []
    assert Delivery.objects.count() == 0


def test_everything_moves_with_the_instant_that_was_given() -> None:
    seed(at="2025-03-03T08:00")
    newest = Ticket.objects.aggregate(newest=Max("last_changed"))["newest"]
    at = datetime.datetime(2025, 3, 3, 8, tzinfo=datetime.UTC)
    assert at - datetime.timedelta(hours=2) < newest <= at
    monday = datetime.datetime(2025, 3, 3, tzinfo=datetime.UTC)
    assert (
        Appointment.objects.filter(start__gte=monday, start__lt=monday + datetime.timedelta(days=7)).count()
        > 20
    )
