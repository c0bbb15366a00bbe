"""The Diagnostics agent on the desk itself: what is remembered, what somebody has made, what runs here."""

from __future__ import annotations

import secrets

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from crm.directory.models import Contact, Task
from crm.tickets.models import Ticket
from crm.wire.lists import ListStamp
from tests.appointments.saving import created
from tests.callers import Api
from tests.carriers import misfits
from tests.world import NOON, World, plant

pytestmark = pytest.mark.django_db
AGENT = "Agents/Diagnostics/"


def names_of_tasks(world: World) -> set[str]:
    return {each["Value"] for each in Api(world.tove).post("Agents/List/GetTasks", None)} | {
        each["Name"] for each in Api(world.tove).get("MDOList/task")
    }


@pytest.mark.parametrize(
    ("method", "body", "forgets"),
    [
        ("FlushCaches", None, True),
        ("FlushCachesByName", {"CacheNames": ["lists"]}, True),
        ("FlushCachesByName", {"CacheNames": []}, False),
    ],
)
def test_what_is_remembered_is_forgotten_when_asked_for(
    method: str,
    body: object,
    forgets: bool,
    world: World,  # a column of the table
) -> None:
    assert "Lunch" not in names_of_tasks(world)
    # Past the model, as another program would write.
    models.QuerySet.update(Task.objects.filter(pk=world.meeting.pk), name="Lunch")
    remembered = {each["Name"] for each in Api(world.tove).get("MDOList/task")}
    assert "Lunch" not in remembered
    Api(world.tove).post(f"{AGENT}{method}", body, status=204)
    assert ("Lunch" in {each["Name"] for each in Api(world.tove).get("MDOList/task")}) is forgets


def test_only_administrators_may_and_names_are_known(world: World) -> None:
    names = Api(world.tove).post(f"{AGENT}GetCacheNames", None)
    assert "Lists" in names
    stamp = ListStamp.objects.get().stamp
    Api(world.tove).post(f"{AGENT}FlushCachesByName", {"CacheNames": names}, status=204)
    assert ListStamp.objects.get().stamp != stamp
    refused = Api(world.tove).post(f"{AGENT}FlushCachesByName", {"CacheNames": ["Lists", "x"]}, status=400)
    assert refused["ErrorMessage"].startswith("$.CacheNames[1]: ")
    for method in ("FlushCaches", "FlushCachesByName", "GetCacheNames", "GetSystemInfo"):
        Api(world.ada).post(f"{AGENT}{method}", {"CacheNames": []}, status=403)


def test_what_the_caller_has_made_is_counted(world: World) -> None:
    Contact.objects.filter(pk=world.yard.pk).update(created_by=world.ada)
    Contact.objects.filter(pk=world.lab.pk).update(created_by=world.ada, deleted=True)
    created(world)
    said = {"created_at": NOON, "last_changed": NOON, "status": world.open, "created_by": world.ada}
    plant(*[Ticket(title=secrets.token_hex(4), **said) for _ in range(3)])
    counts = Api(world.ada).post(f"{AGENT}GetEntityCountsForCurrentUser", None)
    assert list(misfits(counts, "array of EntityCounts")) == []
    told = {"Contact": 1, "Person": 0, "Project": 0, "Sale": 0, "Appointment": 1, "Ticket": 3}
    assert {each["EntityName"]: each["Records"] for each in counts} == told
    api = Api(world.bo)
    api.post(f"{AGENT}GetEntityCountsForCurrentUser", None)
    with CaptureQueriesContext(connection) as statements:
        none = api.post(f"{AGENT}GetEntityCountsForCurrentUser", None)
    assert ({each["Records"] for each in none}, len(statements)) == ({0}, 1 + len(told))
    assert {
        each["EntityName"] for each in Api(world.cleo).post(f"{AGENT}GetEntityCountsForCurrentUser", None)
    } == {
        "Ticket",
        "Appointment",
    }


def test_what_runs_here_is_told_without_where_it_lies(world: World) -> None:
    info = Api(world.tove).post(f"{AGENT}GetSystemInfo", None)
    # Null is documented, for a database without a language of its own.
    assert list(misfits(info, "SoSystemInfoCarrier")) == ["$.DatabaseLanguage: None is no string"]
    assert info["DatabaseType"] == connection.vendor
    assert info["DatabaseMinor"].partition(".")[0].isdigit()
    assert "/" not in info["DatabaseName"]
    only = Api(world.tove).post(f"{AGENT}GetSystemInfo?$select=description", None)
    assert (only["Description"], only["DatabaseType"]) == ("Fjord", None)
