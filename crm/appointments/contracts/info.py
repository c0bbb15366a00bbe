"""The short carrier of an entry in somebody's diary."""

from __future__ import annotations

from operator import not_
from typing import Any

from django.db.models import Exists, OuterRef, Q

from crm.appointments.contracts.flat import PERSON_NAME, SAME, inviter, is_main, is_set, masked
from crm.appointments.contracts.recurrence import RECURRENCE
from crm.appointments.models import Appointment, Participant, Privacy, State
from crm.appointments.models.state import TENTATIVE
from crm.directory.contracts import TASK_COLOR, full_name
from crm.wire import kinds
from crm.wire.contract import RIGHTS, Annotated, Column, Computed, Contract, Enum, Id, Owned


def _is_completed(state: int) -> bool:
    return state == State.COMPLETED


def _is_tentative(state: int) -> bool:
    return state in TENTATIVE


def _is_private(private: int) -> bool:
    return private == Privacy.PRIVATE_USER


def _mails(own: Q) -> Any:
    """Whether one of these participants is to be told by e-mail."""
    meetings = Q(appointment=OuterRef("pk")) | Q(appointment=OuterRef("mother"))
    return Exists(Participant.objects.filter(meetings & own, send_email=True))


def _mails_owner() -> Any:
    return _mails(Q(associate=OuterRef("associate")))


def _mails_anybody() -> Any:
    return _mails(Q())


INFO = Contract(
    "AppointmentInfo",
    Appointment,
    {
        "AppointmentId": SAME["AppointmentId"],
        "AssociateId": Id("associate"),
        "MotherId": SAME["MotherId"],
        "StartDate": SAME["StartDate"],
        "EndDate": SAME["EndDate"],
        "ColorIndex": Enum("task__color", TASK_COLOR),
        "TaskName": "task__name",
        "ContactName": "contact__name",
        "ProjectName": "project__name",
        "Title": SAME["Title"],
        "Agenda": SAME["Agenda"],
        "IsAllDay": Column("is_all_day", read_only=True),
        "IsBusy": Computed(not_, ["is_free"], kinds.BOOLEAN),
        "IsRecurring": Computed(is_set, ["recurrence_id"], kinds.BOOLEAN),
        "IsVideoMeeting": Computed(bool, ["videomeet_url"], kinds.BOOLEAN),
        "HasAlarm": SAME["HasAlarm"],
        "IsCompleted": Computed(_is_completed, ["state"], kinds.BOOLEAN),
        "IsTentative": Computed(_is_tentative, ["state"], kinds.BOOLEAN),
        "IsBookingMain": Computed(is_main, ["id", "mother_id"], kinds.BOOLEAN),
        "SendEmail": Annotated(_mails_owner, kinds.BOOLEAN),
        "AnySendEmail": Annotated(_mails_anybody, kinds.BOOLEAN),
        "IsPrivate": Computed(_is_private, ["private"], kinds.BOOLEAN),
        "RecurrenceInfo": Owned(RECURRENCE, "recurrence"),
        "PersonName": Computed(full_name, PERSON_NAME, kinds.STRING),
        "IsBooking": Computed(is_set, ["mother_id"], kinds.BOOLEAN),
        "OwnedExternally": SAME["OwnedExternally"],
        "MotherAssociateId": Computed(inviter, ["mother__associate_id", "associate_id"], kinds.INTEGER),
        **RIGHTS,
    },
    owner="associate",
    open=frozenset({"mother"}),
)
MASKED_INFO = masked(INFO)
