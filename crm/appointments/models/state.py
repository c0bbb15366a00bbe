"""What the one stored status of an appointment means on each of the three properties that show it.

Source: the numbers of the original's status column coincide with those of its three enums.
"""

from __future__ import annotations

from crm.appointments.models.enums import (
    ActivityStatus,
    AppointmentType,
    AssignmentStatus,
    BookingType,
    InvitationStatus,
    State,
)

IN_THE_DIARY = (AppointmentType.IN_DIARY, AppointmentType.BOOKING_FOR_DIARY)
IN_THE_CHECKLIST = (AppointmentType.IN_CHECKLIST, AppointmentType.BOOKING_FOR_CHECKLIST)
ACTIVITY = (State.NOT_STARTED, State.STARTED, State.COMPLETED)
INVITATION = (
    State.HIDDEN,
    State.BOOKING,
    State.BOOKING_MOVED,
    State.BOOKING_SEEN,
    State.BOOKING_MOVED_SEEN,
    State.BOOKING_DECLINED,
    State.BOOKING_DELETED,
)
ASSIGNMENT = (State.ASSIGNMENT, State.ASSIGNMENT_SEEN, State.ASSIGNMENT_DECLINED)
TENTATIVE = (
    State.BOOKING,
    State.BOOKING_MOVED,
    State.BOOKING_SEEN,
    State.BOOKING_MOVED_SEEN,
    State.ASSIGNMENT,
    State.ASSIGNMENT_SEEN,
)
OUT_OF_THE_DIARY = (State.HIDDEN, State.BOOKING_DECLINED, State.BOOKING_DELETED, State.ASSIGNMENT_DECLINED)

# What somebody has seen of what they are asked for.
SEEN = {
    State.BOOKING: State.BOOKING_SEEN,
    State.BOOKING_MOVED: State.BOOKING_MOVED_SEEN,
    State.ASSIGNMENT: State.ASSIGNMENT_SEEN,
}


def completed(state: int) -> int:
    """ActivityStatus of a stored status."""
    return state if state in ACTIVITY else ActivityStatus.NOT_STARTED


def invitation_status(state: int, key: int | None, mother: int | None) -> int:
    """InvitationStatus of a stored status; a booking's participant whose status is an activity's has accepted."""
    if state in INVITATION:
        return state
    if state in ACTIVITY and booking_type(key, mother) == BookingType.PARTICIPANT:
        return InvitationStatus.ACCEPTED
    return InvitationStatus.NONE


def assignment_status(state: int) -> int:
    """AssignmentStatus of a stored status."""
    return state if state in ASSIGNMENT else AssignmentStatus.NONE


def booking_type(key: int | None, mother: int | None) -> int:
    """BookingType of a row and its mother: none without one, owner of its own booking, else participant."""
    if mother is None:
        return BookingType.NONE
    return BookingType.OWNER if mother == key else BookingType.PARTICIPANT


def merged(current: int, given: dict[str, int]) -> int:
    """The status to store for what was sent of `completed`, `invitation_status` and `assignment_status`.

    An assignment or an invitation under way hides the activity, so it wins over `completed`.
    """
    assignment = given.get("assignment_status")
    if assignment in ASSIGNMENT:
        return int(assignment)
    invitation = given.get("invitation_status")
    if invitation in INVITATION:
        return int(invitation)
    if "completed" in given:
        return given["completed"] or State.NOT_STARTED
    left_behind = (assignment is not None and current in ASSIGNMENT) or (
        invitation is not None and current in INVITATION
    )
    return State.NOT_STARTED if left_behind else current
