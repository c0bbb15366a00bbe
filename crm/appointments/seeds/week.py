"""The diaries of the demo world: one week, told from its Monday."""

from __future__ import annotations

from dataclasses import dataclass

from crm.appointments.models import State
from crm.directory.seeds.lists import (
    CALL_IN,
    CALL_OUT,
    HOLIDAY,
    MEETING,
    SALES,
    SECOND_LINE,
    TO_DO,
    VIDEO_MEETING,
)

BOOKING = 508  # the documented appointment calls it its mother
STAND_UP = 1  # the series
_MON, _TUE, _WED, _THU, _FRI, _NEXT_MON = 0, 1, 2, 3, 4, 7


@dataclass(frozen=True)
class Entry:
    """An entry of a diary: `start` is hours after the midnight of its day, `length` is hours."""

    key: int
    owner: str
    day: int
    start: float
    length: float
    task: int
    title: str
    person: str = ""
    place: str = ""
    project: int | None = None
    sale: int | None = None
    whom: int | str | None = None  # a group, a user, or everybody
    lead: int = 0
    mother: int | None = None
    state: State = State.NOT_STARTED
    series: int | None = None
    text: str = ""


_BOBBIE, _TURID = "Bobbie Hoppe-Goldner Blanda", "Turid Hætta"
WEEK = (
    Entry(501, "tje0", _MON, 8, 0.25, MEETING, "Stand-up", series=STAND_UP, place="Nordfjord"),
    Entry(502, "tje0", _TUE, 8, 0.25, MEETING, "Stand-up", series=STAND_UP, place="Nordfjord"),
    Entry(503, "tje0", _WED, 8, 0.25, MEETING, "Stand-up", series=STAND_UP, place="Nordfjord"),
    Entry(504, "tje0", _THU, 8, 0.25, MEETING, "Stand-up", series=STAND_UP, place="Nordfjord"),
    Entry(505, "tje0", _FRI, 8, 0.25, MEETING, "Stand-up", series=STAND_UP, place="Nordfjord"),
    Entry(506, "tje0", _MON, 10, 1, CALL_OUT, "Ask about the second factor", "Ingrid Dahl"),
    Entry(507, "tje0", _WED, 12, 0, TO_DO, "Answer the auditor about the privacy agreement"),
    Entry(
        BOOKING,
        "tje0",
        _THU,
        10,
        1.5,
        MEETING,
        "Release 4.2: what goes in, what waits",
        place="Nordfjord",
        project=303,
        sale=404,
        mother=BOOKING,
        text="Drafts that survive a call, the time zone of exports, bigger buttons.",
    ),
    Entry(509, "aha0", _THU, 10, 1.5, MEETING, "Release 4.2: what goes in, what waits", mother=BOOKING),
    Entry(510, "yta0", _THU, 10, 1.5, MEETING, "Release 4.2: what goes in, what waits", mother=BOOKING, state=State.BOOKING),
    Entry(511, "lny0", _THU, 10, 1.5, MEETING, "Release 4.2: what goes in, what waits", mother=BOOKING, state=State.BOOKING_DECLINED),
    Entry(512, "nordfjord", _THU, 10, 1.5, MEETING, "Release 4.2: what goes in, what waits", mother=BOOKING),
    Entry(513, "lny0", _THU, 9, 4, MEETING, "On board: the new segment size", _BOBBIE, "Heliport, gate 2", project=303, lead=90),
    Entry(514, "iso0", _TUE, 9, 1, VIDEO_MEETING, "Renewal and the list of licences", "Frieda Von", sale=401),
    Entry(515, "iso0", _THU, 10, 0.5, CALL_OUT, "Price for two years", "Casimer Lebsack", sale=401),
    Entry(516, "iso0", _WED, 7, 8, MEETING, "Kautokeino: workshop", _TURID, "Nordlys kommune", project=301, whom=SALES),
    Entry(517, "mko0", _MON, 12, 2, TO_DO, "Match the repeated bank file", whom="mko0"),
    Entry(518, "mko0", _FRI, 13, 1, VIDEO_MEETING, "First invoice by EHF", _TURID, project=302),
    Entry(519, "jpe0", _TUE, 13, 0.5, CALL_IN, "Padaria Saudade: dark mode", "Duarte Sá"),
    Entry(520, "jpe0", _FRI, 0, 24, HOLIDAY, "Day off"),
    Entry(521, "aha0", _WED, 13, 3, MEETING, "Order history: find the cause", whom=SECOND_LINE),
    Entry(522, "yta0", _MON, 6, 1, VIDEO_MEETING, "さくら文具: 取り込みの説明", "健 高橋"),
    Entry(523, "yta0", _WED, 9, 1, MEETING, "Dentist", whom="yta0"),
    Entry(524, "tje0", _FRI, 11, 1, MEETING, "Lunch with the agents of the month", place="Kantina 🍲"),
    Entry(525, "tje0", _NEXT_MON, 9, 2, VIDEO_MEETING, "مراجعة الحسابات المقفلة", "فاطمة الزهراء"),
    Entry(526, "lny0", _NEXT_MON, 12, 1, TO_DO, "Chase the printer's supplier, case R-5512"),
)  # fmt: skip
