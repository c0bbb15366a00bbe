"""Which status a ticket takes for what was sent, and what a change of it entails."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from crm.tickets.actions import save_ticket
from crm.tickets.actions.status import default_status
from crm.tickets.models import BaseStatus, Postponement, Ticket, TicketStatus
from tests.callers import Api
from tests.tickets.saving import changed, created
from tests.world import HOUR, NOON, World, again

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
ACTIVE, CLOSED, POSTPONED = BaseStatus.ACTIVE, BaseStatus.CLOSED, BaseStatus.POSTPONED


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize(
    ("base", "status", "taken"),
    [
        (None, None, "open"),
        (0, None, "open"),
        (CLOSED, None, "closed"),
        (POSTPONED, None, "postponed"),
        (BaseStatus.DELETED, None, "deleted"),
        (BaseStatus.MERGED, None, "merged"),
        (BaseStatus.SPAM, None, "spam"),
        (None, "waiting", "waiting"),
        (None, "solved", "solved"),
        (ACTIVE, "waiting", "waiting"),
        (CLOSED, "solved", "solved"),
        (CLOSED, "waiting", "waiting"),  # they disagree: the status wins
        (ACTIVE, "solved", "solved"),
        (0, "solved", "solved"),
        (Postponement.POSTPONED_DAY, "waiting", "waiting"),
    ],
)
def test_a_new_ticket_takes_the_status_that_was_sent(
    base: int | None, status: str | None, taken: str, world: World
) -> None:
    values: dict[str, Any] = {} if base is None else {"base_status": base}
    if status is not None:
        values["status_id"] = getattr(world, status).pk
    ticket = created(world, **values)
    expected: TicketStatus = getattr(world, taken)
    assert (ticket.status, ticket.base_status) == (expected, expected.base)


def test_without_one_the_types_status_goes_before_the_categorys_and_that_before_the_desks(
    world: World,
) -> None:
    assert created(world).status == world.open
    assert created(world, category_id=world.loud.pk).status == world.waiting
    TicketStatus.objects.filter(pk=world.waiting.pk).update(base=ACTIVE)
    type(world.incident).objects.filter(pk=world.incident.pk).update(default_status=world.solved)
    assert created(world, category_id=world.loud.pk, ticket_type_id=world.incident.pk).status == world.solved
    assert created(world, category_id=world.loud.pk, ticket_type_id=world.question.pk).status == world.waiting


@pytest.mark.parametrize("nothing", [{"status_id": None}, {"base_status": 0, "status_id": None}])
def test_a_status_of_nothing_is_none_at_all(nothing: dict[str, Any], world: World) -> None:
    assert created(world, **nothing).status == world.open
    ticket = created(world, status_id=world.solved.pk)
    assert changed(world, ticket, **nothing).status == world.solved


@pytest.mark.parametrize(
    ("base", "status", "taken"),
    [
        (None, None, "waiting"),
        (ACTIVE, None, "waiting"),  # nothing changes, so the desk's own status stays
        (CLOSED, None, "closed"),
        (None, "solved", "solved"),
        (CLOSED, "solved", "solved"),
        (ACTIVE, "solved", "solved"),  # the one that changes means it
        (CLOSED, "waiting", "closed"),  # a whole entity sent back with another base status
        (POSTPONED, "solved", "solved"),
    ],
)
def test_a_ticket_that_waits_takes_what_changes(
    base: int | None, status: str | None, taken: str, world: World
) -> None:
    ticket = created(world, status_id=world.waiting.pk)
    values: dict[str, Any] = {} if base is None else {"base_status": base}
    if status is not None:
        values["status_id"] = getattr(world, status).pk
    expected: TicketStatus = getattr(world, taken)
    ticket = changed(world, ticket, **values)
    assert (ticket.status, ticket.base_status) == (expected, expected.base)


@pytest.mark.parametrize(
    ("postponement", "wakes"),
    [
        (Postponement.POSTPONED_1_HOUR, NOON + HOUR),
        (Postponement.POSTPONED_2_HOURS, NOON + 2 * HOUR),
        (Postponement.POSTPONED_3_HOURS, NOON + 3 * HOUR),
        (Postponement.POSTPONED_4_HOURS, NOON + 4 * HOUR),
        (Postponement.POSTPONED_DAY, NOON + DAY),
        (Postponement.POSTPONED_WEEK, NOON + 7 * DAY),
        (Postponement.POSTPONED_MONTH, datetime.datetime(2026, 4, 2, 12, tzinfo=datetime.UTC)),
    ],
)
def test_a_postponement_is_stored_as_postponed_with_the_hour_of_waking(
    postponement: int, wakes: datetime.datetime, world: World
) -> None:
    for ticket in (
        created(world, base_status=postponement),
        changed(world, world.ticket, base_status=postponement, activate=NOON + 99 * DAY),
    ):
        assert (ticket.base_status, ticket.status, ticket.activate) == (POSTPONED, world.postponed, wakes)


def test_a_month_from_the_last_of_january_ends_with_february(
    world: World, noon: time_machine.Traveller
) -> None:
    noon.move_to(datetime.datetime(2026, 1, 31, 12, tzinfo=datetime.UTC))
    ticket = created(world, base_status=Postponement.POSTPONED_MONTH)
    assert ticket.activate == datetime.datetime(2026, 2, 28, 12, tzinfo=datetime.UTC)


@pytest.mark.parametrize("base", [Postponement.POSTPONED_SPECIFIC, POSTPONED])
def test_a_postponement_to_a_date_wakes_on_that_date(base: int, world: World) -> None:
    ticket = created(world, base_status=base, activate=NOON + 5 * DAY)
    assert (ticket.base_status, ticket.activate) == (POSTPONED, NOON + 5 * DAY)


@pytest.mark.parametrize("given", ["Postponed2Hours", "postponed2hours", 1003, "1003"])
def test_a_client_postpones_by_name_or_number(given: object, world: World) -> None:
    answer = Api(world.ada).post("Ticket", {"BaseStatus": given})
    assert (answer["BaseStatus"], answer["Activate"]) == ("Postponed", "2026-03-02T14:00:00")


def test_closing_sets_the_time_and_reopening_clears_it(world: World, noon: time_machine.Traveller) -> None:
    ticket = changed(world, world.ticket, base_status=CLOSED)
    assert ticket.closed_at == NOON
    noon.move_to(NOON + HOUR)
    assert changed(world, ticket, title="Still closed").closed_at == NOON
    assert changed(world, ticket, status_id=world.solved.pk).closed_at == NOON, "closed is closed"
    assert changed(world, ticket, status_id=world.open.pk).closed_at is None
    assert changed(world, ticket, base_status=CLOSED).closed_at == NOON + HOUR


def test_a_closing_time_that_was_sent_is_kept(world: World) -> None:
    assert created(world, base_status=CLOSED, closed_at=NOON - DAY).closed_at == NOON - DAY
    assert created(world, base_status=CLOSED).closed_at == NOON
    assert created(world).closed_at is None
    ticket = changed(world, world.ticket, base_status=CLOSED, closed_at=NOON - DAY)
    assert ticket.closed_at == NOON - DAY


def test_a_closing_time_that_an_open_ticket_happens_to_have_is_only_replaced_by_closing(world: World) -> None:
    stale = created(world, closed_at=NOON - DAY)
    assert changed(world, stale, base_status=POSTPONED, activate=NOON + DAY).closed_at == NOON - DAY
    assert changed(world, stale, base_status=CLOSED).closed_at == NOON
    other = created(world, closed_at=NOON - DAY)
    assert changed(world, other, base_status=CLOSED, closed_at=None).closed_at == NOON


def test_a_closing_time_sent_with_the_reopening_is_kept(world: World) -> None:
    ticket = created(world, base_status=CLOSED)
    assert changed(world, ticket, base_status=ACTIVE, closed_at=NOON - DAY).closed_at == NOON - DAY


def test_a_whole_closed_ticket_sent_back_as_active_is_reopened(world: World) -> None:
    changed(world, world.ticket, base_status=CLOSED)
    api, path = Api(world.ada), f"Ticket/{world.ticket.pk}"
    answer = api.put(path, api.get(path) | {"BaseStatus": "Active"})
    assert (answer["BaseStatus"], answer["Status"]["Name"]) == ("Active", "Active")
    assert answer["ClosedAt"] == "0001-01-01T00:00:00"


def test_deleting_moves_to_the_recycle_bin_where_it_can_be_read_and_undone(world: World) -> None:
    api, path = Api(world.tove), f"Ticket/{world.ticket.pk}"
    api.delete(path)
    assert api.get(path)["BaseStatus"] == "Deleted"
    assert again(world.ticket).status == world.deleted
    assert api.put(path, api.get(path) | {"BaseStatus": "Active"})["Status"]["Name"] == "Active"


def test_the_default_of_a_base_status_is_the_one_marked_so(world: World) -> None:
    TicketStatus.objects.filter(pk=world.open.pk).update(is_default=False)
    TicketStatus.objects.filter(pk=world.waiting.pk).update(is_default=True)
    assert default_status(ACTIVE) == world.waiting


def test_a_base_status_without_a_default_takes_its_first(world: World) -> None:
    TicketStatus.objects.filter(pk=world.closed.pk).update(is_default=False)
    assert default_status(CLOSED) in (world.closed, world.solved)


def test_a_desk_without_a_fitting_status_says_what_is_missing(world: World) -> None:
    TicketStatus.objects.filter(base=BaseStatus.SPAM).delete()
    words = "There is no ticket status for the base status Spam; make one in admin."
    with pytest.raises(ValidationError, match=words):
        save_ticket(Ticket(), {"base_status": BaseStatus.SPAM}, by=world.ada)
    answer = Api(world.ada).post("Ticket", {"BaseStatus": "Spam"}, status=400)
    assert answer["ErrorMessage"] == f"$.BaseStatus: {words}"
