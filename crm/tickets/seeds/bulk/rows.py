"""The rows of made-up tickets, in the order of their sheets' columns."""

from __future__ import annotations

import datetime

from crm.directory.seeds.loading import Sheet, Value
from crm.tickets.models import (
    Badge,
    BaseStatus,
    Origin,
    ReadStatus,
    SecurityLevel,
    Ticket,
    TicketMessage,
)
from crm.tickets.seeds import lists
from crm.tickets.seeds.bulk.case import Case, Second
from crm.tickets.seeds.bulk.choices import Choices
from crm.tickets.seeds.clock import office_seconds

Row = tuple[Value, ...]
_DAY = 1440
_CONFIDENCE = 75
_EXTERNAL, _INCOMING = int(SecurityLevel.EXTERNAL), int(Badge.INCOMING)
_ORIGINS = (
    Origin.EMAIL,
    Origin.EMAIL,
    Origin.EMAIL,
    Origin.FORM,
    Origin.CUSTOMER_CENTRE,
    Origin.PHONE,
    Origin.API,
)
_TICKET = (
    *("id", "title", "author", "from_address", "language", "origin", "person_id", "owner_id"),
    *(
        "category_id",
        "priority_id",
        "ticket_type_id",
        "status_id",
        "base_status",
        "connected_to_id",
        "alert_level",
    ),
    *("created_at", "last_changed", "closed_at", "replied_at", "activate", "deadline"),
    *("read_status", "read_by_owner", "first_read_by_owner", "first_read_by_user"),
    *("time_to_reply", "real_time_to_reply", "time_to_close", "real_time_to_close"),
    *("time_spent_internally", "real_time_spent_internally", "time_spent", "num_replies"),
    *("sentiment", "sentiment_confidence"),
)
_MESSAGE = (
    *("id", "ticket_id", "created_at", "created_by_id", "author", "person_id", "slevel", "badge", "body"),
    *("time_spent", "language", "sentiment", "sentiment_confidence"),
)


def ticket_sheet() -> Sheet:
    return Sheet(Ticket, *_TICKET, slevel=SecurityLevel.EXTERNAL, num_messages=2)


def message_sheet() -> Sheet:
    return Sheet(TicketMessage, *_MESSAGE)


class Moments:
    """The text of a minute, put together from ready-made days and clock times."""

    def __init__(self, first: int, last: int) -> None:
        self._first = first // _DAY
        epoch = datetime.date(1970, 1, 1)
        days = range(self._first, last // _DAY + 60)
        self._days = [(epoch + datetime.timedelta(days=day)).isoformat() for day in days]
        self._clock = [f" {hour:02d}:{minute:02d}:00" for hour in range(24) for minute in range(60)]

    def text(self, minute: int) -> str:
        day, rest = divmod(minute, _DAY)
        return self._days[day - self._first] + self._clock[rest]


class Typist:
    """Writes cases down as rows."""

    def __init__(self, choices: Choices, moments: Moments, null: Value, now: int) -> None:
        self._choices, self._moments, self._null, self._now = choices, moments, null, now

    def ticket(self, case: Case) -> Row:
        return (
            *self._identity(case),
            *self._references(case),
            *self._times(case),
            *self._reading(case),
            *_spans(case),
            case.minutes,
            int(case.second is Second.ANSWER),
            case.mood,
            _CONFIDENCE,
        )

    def messages(self, case: Case, first_key: int) -> tuple[Row, Row]:
        """What the customer asked, and what came next."""
        choices, draw, again = self._choices, case.draw, case.second is Second.AGAIN
        question = choices.questions[draw.below(len(choices.questions))]
        asked = self._incoming(case, first_key, case.created, question, 0 if again else case.mood)
        if again or case.owner is None:
            question = choices.questions[draw.below(len(choices.questions))]
            return asked, self._incoming(case, first_key + 1, case.again, question, case.mood)
        if case.second is Second.NOTE:
            text, level, badge = (
                choices.notes[draw.below(len(choices.notes))],
                SecurityLevel.INTERNAL,
                Badge.COMMENT,
            )
        else:
            text, level, badge = (
                choices.answers[draw.below(len(choices.answers))],
                SecurityLevel.EXTERNAL,
                Badge.REPLY,
            )
        head = (
            first_key + 1,
            case.key,
            self._moments.text(case.again),
            case.owner.key,
            case.owner.name,
            self._null,
        )
        return asked, (*head, int(level), int(badge), text, case.minutes, case.language, 0, 0)

    def _incoming(self, case: Case, key: int, at: int, text: str, mood: int) -> Row:
        customer = self._choices.customers[case.customer]
        head = (key, case.key, self._moments.text(at), self._null, customer.name, customer.key)
        return (*head, _EXTERNAL, _INCOMING, text, 0, case.language, mood, _CONFIDENCE if mood else 0)

    def _identity(self, case: Case) -> Row:
        choices, draw = self._choices, case.draw
        customer = choices.customers[case.customer]
        owner = case.owner.key if case.owner else self._null
        title = choices.titles[draw.below(len(choices.titles))]
        origin = _ORIGINS[draw.below(len(_ORIGINS))]
        address = customer.email if origin == Origin.EMAIL else ""
        return (case.key, title, customer.name, address, case.language, int(origin), customer.key, owner)

    def _references(self, case: Case) -> Row:
        choices, draw = self._choices, case.draw
        priority = choices.priorities[draw.below(len(choices.priorities))]
        escalates = case.unread and case.fate.base == BaseStatus.ACTIVE and priority == lists.HIGH
        return (
            choices.categories[draw.below(len(choices.categories))],
            priority,
            choices.types[draw.below(len(choices.types))],
            case.fate.status,
            case.fate.base,
            case.key - 1 if case.fate.base == BaseStatus.MERGED else self._null,
            draw.below(3) if escalates else 0,
        )

    def _times(self, case: Case) -> Row:
        text, null, base = self._moments.text, self._null, case.fate.base
        deadline = null
        if base == BaseStatus.CLOSED:
            deadline = text(case.created + 2 * _DAY)
        elif base == BaseStatus.ACTIVE:
            deadline = text(self._now - _DAY + case.draw.below(14 * _DAY))
        return (
            text(case.created),
            text(case.ended),
            text(case.ended) if base == BaseStatus.CLOSED else null,
            text(case.again) if case.second is Second.ANSWER else null,
            text(self._now + _DAY + case.draw.below(20 * _DAY)) if base == BaseStatus.POSTPONED else null,
            deadline,
        )

    def _reading(self, case: Case) -> Row:
        """Own messages count as read; the customer's second one is news, unless nothing was read at all."""
        if case.unread:
            return (int(ReadStatus.RED), self._null, self._null, self._null)
        news = case.second is Second.AGAIN
        at = self._moments.text((case.created + case.again) // 2 if news else case.again)
        return (int(ReadStatus.YELLOW if news else ReadStatus.GREEN), at, at, at)


def _spans(case: Case) -> tuple[int, int, int, int, int, int]:
    """Minutes to answer and to close, and seconds inside, each first in office time."""
    created = case.created * 60
    reply = close = inside = (0, 0)
    if case.second is Second.ANSWER:
        reply = (office_seconds(created, case.again * 60) // 60, case.again - case.created)
    if case.fate.moved:
        inside = (office_seconds(created, case.ended * 60), (case.ended - case.created) * 60)
    if case.fate.base == BaseStatus.CLOSED:
        close = (inside[0] // 60, inside[1] // 60)
    return (*reply, *close, *inside)
