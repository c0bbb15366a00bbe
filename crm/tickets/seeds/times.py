"""The times of the tickets of the demo world: what can be reckoned from who wrote when."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from crm.tickets.models import BaseStatus, ReadStatus, SecurityLevel, Ticket, TicketMessage
from crm.tickets.seeds import lists
from crm.tickets.seeds.clock import office_seconds, span
from crm.tickets.seeds.stories import Story

_DUE_AFTER = {lists.LOW: span("5d"), lists.NORMAL: span("2d"), lists.HIGH: span("8h")}
_UNTIL_ESCALATION = span("95m")
_LAST_LEVEL = len(lists.ESCALATION)
_FIRST_STATUSES = (lists.NEW, lists.OPEN)  # tickets in these have never been in another


class Reading(NamedTuple):
    """What the owner has seen, and when for the first and the last time."""

    status: ReadStatus
    first: datetime.datetime | None = None
    last: datetime.datetime | None = None


def set_times(ticket: Ticket, story: Story, messages: list[TicketMessage], now: datetime.datetime) -> None:
    """Fills in every time of a ticket from its messages. Nothing lies after `now` but what is still to come."""
    ended = messages[-1].created_at + span(story.get("closed", "0m"))
    ticket.last_changed = ended
    ticket.closed_at = ended if ticket.base_status == BaseStatus.CLOSED else None
    ticket.activate = now + span(story["wakes"]) if "wakes" in story else None
    ticket.deadline = now + span(story["due"]) if "due" in story else None
    if ticket.closed_at and ticket.priority_id:
        ticket.deadline = ticket.created_at + _DUE_AFTER[ticket.priority_id]
    _set_reading(ticket, messages, _read(ticket, story, messages, now))
    _set_spans(ticket, messages, ended)
    unread = ticket.read_status == ReadStatus.RED and ticket.base_status == BaseStatus.ACTIVE
    if unread and ticket.priority_id == lists.HIGH and ticket.alert_level < _LAST_LEVEL:
        ticket.alert_timeout = now + _UNTIL_ESCALATION


def _read(ticket: Ticket, story: Story, messages: list[TicketMessage], now: datetime.datetime) -> Reading:
    """Green when the owner wrote last or is said to have read, yellow when others wrote since, red when never.

    What nobody owns stays red: there is no owner to have written.
    """
    own = [message.created_at for message in messages if message.created_by_id == ticket.owner_id is not None]
    last = messages[-1].created_at
    if story.get("read") or ticket.closed_at or (own and own[-1] == last):
        seen = min(last + span("4m"), now)
        return Reading(ReadStatus.GREEN, own[0] if own else seen, seen)
    return Reading(ReadStatus.YELLOW, own[0], own[-1]) if own else Reading(ReadStatus.RED)


def _set_reading(ticket: Ticket, messages: list[TicketMessage], reading: Reading) -> None:
    by_users = [message.created_at for message in messages if message.created_by_id is not None]
    ticket.read_status = reading.status
    ticket.first_read_by_owner = reading.first
    ticket.read_by_owner = reading.last
    ticket.first_read_by_user = min([*by_users, *([reading.first] if reading.first else [])], default=None)
    incoming = [message.created_at for message in messages if message.person_id is not None]
    ticket.read_by_customer = incoming[-1] if len(incoming) > 1 else None  # who answers has read


def _set_spans(ticket: Ticket, messages: list[TicketMessage], ended: datetime.datetime) -> None:
    """Times to answer and to close, and the clock of the statuses that were left: all were handled inside."""
    created = int(ticket.created_at.timestamp())
    answers = [
        message.created_at
        for message in messages
        if message.slevel == SecurityLevel.EXTERNAL and message.created_by_id is not None
    ]
    if answers:
        ticket.replied_at = answers[0]
        at = int(answers[0].timestamp())
        ticket.real_time_to_reply, ticket.time_to_reply = (
            (at - created) // 60,
            office_seconds(created, at) // 60,
        )
    at = int(ended.timestamp())
    if ticket.closed_at:
        ticket.real_time_to_close, ticket.time_to_close = (
            (at - created) // 60,
            office_seconds(created, at) // 60,
        )
    if ticket.status_id not in _FIRST_STATUSES:
        ticket.real_time_spent_internally, ticket.time_spent_internally = (
            at - created,
            office_seconds(created, at),
        )
