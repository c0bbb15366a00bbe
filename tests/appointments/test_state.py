"""The one stored status, and the three properties that show it: the documented table, both ways."""

from __future__ import annotations

import pytest

from crm.appointments.contracts.enums import (
    ACTIVITY_STATUS,
    ASSIGNMENT_STATUS,
    BOOKING_TYPE,
    INVITATION_STATUS,
)
from crm.appointments.models import State
from crm.appointments.models.state import (
    assignment_status,
    booking_type,
    completed,
    invitation_status,
    merged,
)
from tests.carriers import ENUMS

ROW, MOTHER = 7, 5
# stored status; of somebody's own, and of a participant in a booking: Completed, InvitationStatus, AssignmentStatus
TABLE = {
    1: (("NotStarted", "None", "None"), ("NotStarted", "Accepted", "None")),
    2: (("Started", "None", "None"), ("Started", "Accepted", "None")),
    3: (("Completed", "None", "None"), ("Completed", "Accepted", "None")),
    4: (("NotStarted", "Hidden", "None"),) * 2,
    5: (("NotStarted", "Invitation", "None"),) * 2,
    6: (("NotStarted", "Moved", "None"),) * 2,
    7: (("NotStarted", "Seen", "None"),) * 2,
    8: (("NotStarted", "MovedSeen", "None"),) * 2,
    9: (("NotStarted", "Declined", "None"),) * 2,
    10: (("NotStarted", "Cancelled", "None"),) * 2,
    11: (("NotStarted", "None", "Assigning"),) * 2,
    12: (("NotStarted", "None", "Seen"),) * 2,
    13: (("NotStarted", "None", "Declined"),) * 2,
}
EVERY_STATE = pytest.mark.parametrize("state", sorted(TABLE))
EITHER_WAY = pytest.mark.parametrize("mother", [None, ROW, MOTHER], ids=["own", "organised", "invited"])


def shown(state: int, mother: int | None) -> tuple[str, str, str]:
    return (
        ACTIVITY_STATUS.name(completed(state)),
        INVITATION_STATUS.name(invitation_status(state, ROW, mother)),
        ASSIGNMENT_STATUS.name(assignment_status(state)),
    )


def given(shows: tuple[str, str, str]) -> dict[str, int]:
    """What a client that sends these three names asks for."""
    return {
        "completed": ENUMS["ActivityStatus"][shows[0]],
        "invitation_status": ENUMS["InvitationStatus"][shows[1]],
        "assignment_status": ENUMS["AssignmentStatus"][shows[2]],
    }


def test_the_table_has_every_stored_status_but_unknown() -> None:
    assert set(TABLE) == set(State.values) - {State.UNKNOWN}


@EVERY_STATE
@EITHER_WAY
def test_a_stored_status_is_shown_as_documented(state: int, mother: int | None) -> None:
    assert shown(state, mother) == TABLE[state][mother == MOTHER]


@EVERY_STATE
@EITHER_WAY
def test_what_was_shown_can_be_sent_back_and_is_the_same_status(state: int, mother: int | None) -> None:
    assert merged(state, given(TABLE[state][mother == MOTHER])) == state


@EVERY_STATE
def test_a_status_stays_when_nothing_of_it_is_sent(state: int) -> None:
    assert merged(state, {}) == state


@pytest.mark.parametrize(
    "name", ["Hidden", "Invitation", "Moved", "Seen", "MovedSeen", "Declined", "Cancelled"]
)
@EVERY_STATE
def test_an_invitations_status_can_be_set_from_any(state: int, name: str) -> None:
    wanted = ENUMS["InvitationStatus"][name]
    assert merged(state, {"invitation_status": wanted}) == wanted


@pytest.mark.parametrize("name", ["Assigning", "Seen", "Declined"])
@EVERY_STATE
def test_an_assignments_status_can_be_set_from_any(state: int, name: str) -> None:
    wanted = ENUMS["AssignmentStatus"][name]
    assert merged(state, {"assignment_status": wanted}) == wanted


@pytest.mark.parametrize("name", ["NotStarted", "Started", "Completed"])
@EVERY_STATE
def test_an_activitys_status_can_be_set_from_any(state: int, name: str) -> None:
    assert merged(state, {"completed": ENUMS["ActivityStatus"][name]}) == ENUMS["ActivityStatus"][name]


@pytest.mark.parametrize("state", [5, 6, 7, 8, 9])
def test_an_invitation_that_is_accepted_becomes_an_activity_not_started(state: int) -> None:
    assert merged(state, {"invitation_status": ENUMS["InvitationStatus"]["Accepted"]}) == 1


@pytest.mark.parametrize("state", [11, 12, 13])
def test_an_assignment_that_is_taken_back_becomes_an_activity_not_started(state: int) -> None:
    assert merged(state, {"assignment_status": ENUMS["AssignmentStatus"]["None"]}) == 1


@pytest.mark.parametrize("state", [1, 2, 3])
def test_none_of_either_leaves_an_activity_as_it_is(state: int) -> None:
    assert merged(state, {"assignment_status": 1, "invitation_status": 1}) == state
    assert merged(state, {"invitation_status": 2}) == state


def test_an_assignment_under_way_hides_an_invitation_and_both_hide_the_activity() -> None:
    assert merged(1, {"completed": 3, "invitation_status": 5, "assignment_status": 11}) == 11
    assert merged(1, {"completed": 3, "invitation_status": 5, "assignment_status": 1}) == 5
    assert merged(1, given(("Completed", "Accepted", "Assigning"))) == 11  # the documented sample


def test_an_unknown_activity_is_not_started() -> None:
    assert merged(3, {"completed": 0}) == 1


@pytest.mark.parametrize(("mother", "name"), [(None, "None"), (ROW, "Owner"), (MOTHER, "Participant")])
def test_a_booking_is_told_by_its_mother(mother: int | None, name: str) -> None:
    assert BOOKING_TYPE.name(booking_type(ROW, mother)) == name
