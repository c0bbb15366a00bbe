"""A member of the wrong type is refused with its path: taken for nothing, it would end a series."""

from __future__ import annotations

from typing import Any

import pytest

from crm.appointments.models import Appointment, Recurrence
from tests.appointments.crowd import appointments
from tests.callers import Api
from tests.world import World, again

pytestmark = pytest.mark.django_db
REFUSED: tuple[tuple[str, Any], ...] = (
    ("$.Recurrence", {"Recurrence": "garbage"}),
    ("$.Recurrence", {"Recurrence": 5}),
    ("$.Recurrence", {"Recurrence": [1]}),
    ("$.Recurrence", {"Recurrence": False}),
    ("$.Recurrence.DayPattern", {"Recurrence": {"DayPattern": 5}}),
    ("$.Recurrence.Dates", {"Recurrence": {"Dates": [1, "x"]}}),
    ("$.Recurrence.Dates", {"Recurrence": {"Dates": [[]]}}),
    ("$.StartDate", {"StartDate": "0001-garbage"}),
    ("$.StartDate", {"StartDate": "9999-12-31 nonsense"}),
)


@pytest.mark.parametrize(("path", "body"), REFUSED)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_the_wrong_type_is_refused_and_the_series_stays(
    method: str, path: str, body: dict[str, Any], world: World
) -> None:
    (meeting,) = appointments(world, 1)
    address = "Appointment" if method == "POST" else f"Appointment/{meeting.pk}"
    answer = Api(world.tove).call(method, address, body, status=400)
    assert answer["ErrorMessage"].startswith(f"{path}: ")
    assert Appointment.objects.count() == Recurrence.objects.count() == 1
    assert again(meeting).recurrence_id == meeting.recurrence_id


@pytest.mark.parametrize("nothing", [None, {}, ""])
def test_nothing_at_all_is_still_nothing(nothing: Any, world: World) -> None:
    answer = Api(world.tove).post("Appointment", {"Recurrence": {"DayPattern": nothing, "Dates": [None]}})
    assert answer["Recurrence"]["Dates"] == []


def test_dates_that_a_hand_broke_in_the_database_are_left_out(world: World) -> None:
    (meeting,) = appointments(world, 1)
    Recurrence.objects.update(dates=[5, {"Date": "2026-03-02T00:00:00"}, None])
    dates = Api(world.tove).get(f"Appointment/{meeting.pk}")["Recurrence"]["Dates"]
    assert [date["Date"] for date in dates] == ["2026-03-02T00:00:00"]
