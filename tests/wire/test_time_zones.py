"""`SO-TimeZone` on the API: what is asked, kept, answered and told back."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from crm.appointments.models import Appointment, Recurrence
from crm.directory.models import Project
from crm.events.models import SystemEvent
from crm.messages.models import SystemMessage
from crm.tickets.models import Ticket, TicketMessage
from crm.wire import kinds
from crm.wire.bind import bind
from crm.wire.clock import PLAIN, Clock
from crm.wire.contract import Collection, Computed, Contract, Key, Member
from crm.wire.dates import UTC
from crm.wire.dialect import Dialect
from crm.wire.plan import listed_carrier
from crm.wire.steps import Reading
from crm.wire.zones import zone_of
from tests.callers import Api
from tests.carriers import contracts
from tests.world import NOON, World, again, plant

pytestmark = pytest.mark.django_db
CHRISTMAS = datetime.datetime(2018, 12, 24, 12, 34, 45, tzinfo=UTC)


def in_zone(world: World, header: str) -> Api:
    return Api(world.ada, **{"SO-TimeZone": header})


def meeting(world: World, **values: Any) -> Appointment:
    (row,) = plant(
        Appointment(
            associate=world.ada,
            start=CHRISTMAS,
            end=CHRISTMAS + datetime.timedelta(hours=1),
            created_at=CHRISTMAS,
            updated_at=CHRISTMAS,
            title="Tree",
            **values,
        )
    )
    return row


def dates_of(carrier: dict[str, Any], *names: str) -> list[str]:
    return [carrier[name] for name in names]


@pytest.mark.parametrize(
    ("header", "start", "end", "created"),
    [
        ("UTC", "2018-12-24T12:34:45", "2018-12-24T13:34:45", "2018-12-24T12:34:45"),
        ("no", "2018-12-24T13:34:45", "2018-12-24T14:34:45", "2018-12-24T12:34:45"),
        ("460", "2018-12-24T07:34:45", "2018-12-24T08:34:45", "2018-12-24T12:34:45"),
        (
            "US-NY, includeTZOffset",
            "2018-12-24T07:34:45-05:00",
            "2018-12-24T08:34:45-05:00",
            "2018-12-24T12:34:45Z",
        ),
        (
            "NO,includeTZOffset",
            "2018-12-24T13:34:45+01:00",
            "2018-12-24T14:34:45+01:00",
            "2018-12-24T12:34:45Z",
        ),
        ("includeTZOffset", "2018-12-24T12:34:45Z", "2018-12-24T13:34:45Z", "2018-12-24T12:34:45Z"),
    ],
)
def test_dates_are_told_in_the_zone_that_the_header_names(
    world: World, header: str, start: str, end: str, created: str
) -> None:
    row = meeting(world)
    for carrier in (
        in_zone(world, header).get(f"Appointment/{row.pk}"),
        in_zone(world, header).post(
            f"Agents/Appointment/GetAppointmentEntity?appointmentEntityId={row.pk}", None
        ),
    ):
        assert dates_of(carrier, "StartDate", "EndDate") == [start, end]
        assert dates_of(carrier, "CreatedDate", "UpdatedDate") == [created, created]
        unset = "0001-01-01T00:00:00" + ("Z" if "include" in header else "")
        assert dates_of(carrier, "PublishEventDate", "PublishTo") == [unset, unset]


def test_without_the_header_dates_are_utc_and_carry_no_offset(world: World) -> None:
    carrier = Api(world.ada).get(f"Appointment/{meeting(world).pk}")
    assert dates_of(carrier, "StartDate", "CreatedDate") == ["2018-12-24T12:34:45"] * 2


@pytest.mark.parametrize(
    ("header", "sent", "kept"),
    [
        (None, "2018-12-24T12:34:45", CHRISTMAS),
        (None, "2018-12-24T13:34:45+01:00", CHRISTMAS),
        ("NO", "2018-12-24T13:34:45", CHRISTMAS),
        ("NO", "2018-12-24T12:34:45Z", CHRISTMAS),
        ("US-NY", "2018-12-24T07:34:45", CHRISTMAS),
        ("US-NY, includeTZOffset", "2018-12-24T07:34:45", CHRISTMAS),
        ("US-NY, includeTZOffset", "2018-12-24T12:34:45.000Z", CHRISTMAS),
    ],
)
def test_dates_without_an_offset_are_read_in_the_zone_of_the_header(
    world: World, header: str | None, sent: str, kept: datetime.datetime
) -> None:
    api = Api(world.ada) if header is None else in_zone(world, header)
    body = {"Title": "Deadline", "Deadline": sent}
    for key in (
        api.post("Ticket", body)["TicketId"],
        api.post("Agents/Ticket/SaveTicketEntity", body)["TicketId"],
        api.put(f"Ticket/{world.ticket.pk}", body)["TicketId"],
    ):
        assert Ticket.objects.get(pk=key).deadline == kept


def test_what_was_answered_in_a_zone_can_be_sent_back_in_it(world: World) -> None:
    row = meeting(world)
    api = in_zone(world, "AU-ACT")
    told = api.get(f"Appointment/{row.pk}")
    api.put(f"Appointment/{row.pk}", told)
    assert (again(row).start, again(row).created_at) == (CHRISTMAS, CHRISTMAS)


@pytest.mark.parametrize("header", ["NO", "NO, includeTZOffset"])
def test_a_patch_reads_and_tests_dates_in_the_zone(world: World, header: str) -> None:
    row = meeting(world)
    for tested in ("2018-12-24T13:34:45", "2018-12-24T12:34:45Z", "2018-12-24T07:34:45-05:00"):
        Appointment.objects.filter(pk=row.pk).update(start=CHRISTMAS, busy_from=CHRISTMAS)
        told = in_zone(world, header).call(
            "PATCH",
            f"Appointment/{row.pk}",
            [
                {"op": "test", "path": "StartDate", "value": tested},
                {"op": "replace", "path": "StartDate", "value": "2018-12-24T13:04:45"},
            ],
        )
        assert told["StartDate"].startswith("2018-12-24T13:04:45")
        assert again(row).start == CHRISTMAS - datetime.timedelta(minutes=30)
    refused = [{"op": "test", "path": "StartDate", "value": "2018-12-24T12:04:45"}]
    in_zone(world, header).call("PATCH", f"Appointment/{row.pk}", refused, status=409)


def test_an_agents_own_arguments_are_read_in_the_zone_too(world: World) -> None:
    body = {"AssociateId": world.ada.pk, "MarkdownMessage": "Tea", "Expire": "2040-07-01T12:00:00"}
    in_zone(world, "NO").post("Agents/Diagnostics/SendSystemMessage", body, status=204)
    assert SystemMessage.objects.get().expire == datetime.datetime(2040, 7, 1, 10, tzinfo=UTC)


def test_dates_within_are_told_in_the_zone_too(world: World) -> None:
    plant(TicketMessage(ticket=world.ticket, created_at=NOON))
    Ticket.objects.filter(pk=world.ticket.pk).update(project=world.rollout)
    Project.objects.filter(pk=world.rollout.pk).update(start_date=NOON, updated=NOON)
    carrier = in_zone(world, "NO,includeTZOffset").get(f"Ticket/{world.ticket.pk}")
    assert carrier["CreatedAt"] == "2026-03-02T12:00:00+01:00"
    assert carrier["Messages"][0]["CreatedAt"] == "2026-03-02T13:00:00+01:00"
    assert carrier["Messages"][0]["ChangedAt"] == "0001-01-01T00:00:00Z"
    assert carrier["Project"]["StartDate"] == "2026-03-02T13:00:00+01:00"
    assert carrier["Project"]["Updated"] == "2026-03-02T12:00:00Z"


def test_a_recurrence_shows_the_same_figures_in_every_zone(world: World) -> None:
    day = {"Date": "2026-03-30T00:00:00", "IsConflict": True}
    body = {
        "Title": "Stand-up",
        "StartDate": "2026-03-02T09:00:00Z",
        "EndDate": "2026-03-02T09:15:00Z",
        "Recurrence": {"StartDate": "2026-03-02T00:00:00", "EndDate": "2026-04-30", "Dates": [day]},
    }
    made = in_zone(world, "US-NY").post("Appointment", body)
    assert Recurrence.objects.get().start_date == datetime.datetime(2026, 3, 2, tzinfo=UTC)
    told = in_zone(world, "NO,includeTZOffset").get(f"Appointment/{made['AppointmentId']}")["Recurrence"]
    assert told["StartDate"] == "2026-03-02T00:00:00+01:00"
    assert told["EndDate"] == "2026-04-30T00:00:00+02:00"
    assert told["Dates"][0]["Date"] == "2026-03-30T00:00:00+02:00"
    assert told["Dates"][0]["IsConflict"] is True


def test_dates_in_custom_fields_are_left_as_they_are(world: World) -> None:
    fields = {"x_when": "[DT:05/05/1999 00:00:00.0000000]", "x_text": "2026-03-02T12:00:00"}
    api = in_zone(world, "US-HI, includeTZOffset")
    made = api.post("Ticket", {"Title": "Odd", "CustomFields": fields})
    assert made["CustomFields"] == fields


def test_selecting_members_keeps_their_zone(world: World) -> None:
    row = meeting(world)
    carrier = in_zone(world, "NO").get(f"Appointment/{row.pk}?$select=StartDate")
    assert (carrier["StartDate"], carrier["EndDate"]) == ("2018-12-24T13:34:45", None)


def test_a_blank_entity_is_told_in_the_zone(world: World) -> None:
    told = in_zone(world, "NO,includeTZOffset").get("Appointment/default")
    assert told["StartDate"][-6:] in ("+01:00", "+02:00")
    assert told["CreatedDate"].endswith("Z")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_unknown_zone_is_refused_by_name_and_nothing_is_done(world: World, method: str) -> None:
    api = in_zone(world, "Narnia, includeTZOffset")
    refusal = api.call(method, f"Ticket/{world.ticket.pk}", {"Title": "Lost"}, status=400)
    assert refusal["ErrorMessage"].startswith("SO-TimeZone: There is no time zone 'Narnia'")
    assert again(world.ticket).title == world.ticket.title


def test_a_stranger_is_told_of_the_sign_in_before_the_zone() -> None:
    answer = Client(headers={"SO-TimeZone": "Narnia"}).get("/api/v1/Ticket/default")
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("header", "echoed"), [("no", "NO"), ("460,includeTZOffset", "US-NY"), ("", "UTC"), (None, "UTC")]
)
def test_the_zone_in_force_is_echoed(world: World, header: str | None, echoed: str) -> None:
    api = Api(world.ada) if header is None else in_zone(world, header)
    for path in (f"/api/v1/Ticket/{world.ticket.pk}", "/api/v1/Ticket/999999"):
        assert api.client.get(path)["SO-TIMEZONE"] == echoed


def test_the_base_zone_counts_where_no_other_is_named(world: World, settings: Settings) -> None:
    settings.FJORD_BASE_ZONE = "NO"
    row = meeting(world)
    told = Api(world.ada).get(f"Appointment/{row.pk}")
    assert dates_of(told, "StartDate", "CreatedDate") == ["2018-12-24T13:34:45", "2018-12-24T12:34:45"]
    tagged = in_zone(world, "includeTZOffset").get(f"Appointment/{row.pk}")
    assert tagged["StartDate"] == "2018-12-24T13:34:45+01:00"
    made = Api(world.ada).post("Ticket", {"Title": "Soon", "Deadline": "2018-12-24T13:34:45"})
    assert Ticket.objects.get(pk=made["TicketId"]).deadline == CHRISTMAS
    assert Api(world.ada).client.get("/api/v1/Ticket/default")["SO-TIMEZONE"] == "NO"


def test_a_zone_costs_no_statement(world: World) -> None:
    row = meeting(world)
    taken = []
    for api in (Api(world.ada), in_zone(world, "NO,includeTZOffset")):
        api.get(f"Appointment/{row.pk}")
        with CaptureQueriesContext(connection) as statements:
            api.get(f"Appointment/{row.pk}")
        taken.append(len(statements))
    assert taken[0] == taken[1]


def test_the_stamps_are_the_members_that_are_documented_as_utc() -> None:
    names: dict[bool, set[str]] = {True: set(), False: set()}
    for contract in contracts():
        for name, spec in contract.specs.items():
            if isinstance(spec, (Member, Computed)) and contract.kind_of(spec).name == "date-time":
                names[contract.kind_of(spec) is kinds.STAMP].add(name)
    assert names[True] == {"CreatedDate", "UpdatedDate", "Registered", "Updated"}
    assert names[True] & names[False] == set()


def test_a_system_event_keeps_its_stamp_in_utc_and_tells_its_eta_in_the_zone(world: World) -> None:
    (row,) = plant(SystemEvent(key="sync", eta=NOON, registered=NOON, activated_by=world.ada))
    told = in_zone(world, "NO").get(f"SystemEvent/{row.pk}")
    assert dates_of(told, "Eta", "Registered") == ["2026-03-02T13:00:00", "2026-03-02T12:00:00"]


EVENT = Contract("EventOfAList", SystemEvent, {"Id": Key(), "Eta": "eta"}, listed=True)
MESSAGE = Contract("Message", TicketMessage, {"Id": Key(), "CreatedAt": "created_at"})
CONVERSATION = Contract("Talk", Ticket, {"Messages": Collection(MESSAGE, "messages", takes="rows")})


def test_a_remembered_row_is_told_anew_in_each_zone(world: World) -> None:
    (row,) = plant(SystemEvent(key="sync", eta=NOON, registered=NOON, activated_by=world.ada))
    memory: dict[Any, Any] = {}
    told = []
    for code in ("UTC", "NO", "US-NY", "UTC"):
        clock = PLAIN if code == "UTC" else Clock(zone_of(code))
        carrier = listed_carrier(EVENT, row.pk, Reading(world.ada, memory, clock))
        assert carrier is not None
        told.append(carrier["Eta"][11:16])
    assert told == ["12:00", "13:00", "07:00", "12:00"]


def test_dates_in_rows_of_a_collection_are_read_in_the_zone(world: World) -> None:
    body = {"Messages": [{"CreatedAt": "2026-03-02T13:00:00"}]}
    values = bind(CONVERSATION, body, world.ada, dialect=Dialect(Clock(zone_of("NO"))))
    assert values == {"messages": [{"created_at": NOON}]}
