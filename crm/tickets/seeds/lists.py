"""Statuses, priorities, types and tags of the demo world. Keys are fixed, so that samples and tests can name them."""

from __future__ import annotations

import datetime

from crm.directory.seeds.planting import plant
from crm.tickets.models import (
    BaseStatus,
    EscalateEvent,
    EscalationLevel,
    PriorityFlag,
    TicketPriority,
    TicketStatus,
    TicketTag,
    TicketType,
    TimeCounter,
)

NEW, OPEN, WAITING, SUPPLIER, CLOSED, CLOSED_FOR_GOOD, POSTPONED, DELETED, MERGED, SPAM = range(1, 11)
# key, name, base, clock, default of its base, offered by the queue, an e-mail does not reopen
STATUSES = (
    (NEW, "New", BaseStatus.ACTIVE, TimeCounter.QUEUE, False, True, False),
    (OPEN, "Open", BaseStatus.ACTIVE, TimeCounter.INTERNALLY, True, True, False),
    (WAITING, "Waiting for customer", BaseStatus.ACTIVE, TimeCounter.EXTERNALLY, False, False, False),
    (SUPPLIER, "Waiting for supplier", BaseStatus.ACTIVE, TimeCounter.EXTERNALLY, False, False, False),
    (CLOSED, "Closed", BaseStatus.CLOSED, TimeCounter.NONE, True, False, False),
    (CLOSED_FOR_GOOD, "Closed for good", BaseStatus.CLOSED, TimeCounter.NONE, False, False, True),
    (POSTPONED, "Postponed", BaseStatus.POSTPONED, TimeCounter.NONE, True, False, False),
    (DELETED, "Deleted", BaseStatus.DELETED, TimeCounter.NONE, True, False, True),
    (MERGED, "Merged", BaseStatus.MERGED, TimeCounter.NONE, True, False, False),
    (SPAM, "Spam", BaseStatus.SPAM, TimeCounter.NONE, True, False, True),
)
STATUS_KEYS = {name: key for key, name, *_ in STATUSES}

LOW, NORMAL, HIGH = 63, 64, 65  # the documented ticket names 65
PRIORITY_KEYS = {"Low": LOW, "Normal": NORMAL, "High": HIGH}
# key, name, order, flags, office minutes until a new ticket is due
PRIORITIES = (
    (LOW, "Low", 90, PriorityFlag.EXTERNAL, 2400),
    (NORMAL, "Normal", 50, PriorityFlag.EXTERNAL | PriorityFlag.DEFAULT, 960),
    (HIGH, "High", 10, PriorityFlag.EXTERNAL | PriorityFlag.ALERT_SCHEDULE, 240),
)
OFFICE_HOURS = (datetime.time(9), datetime.time(17))
OFFICE_DAYS = ("mon", "tue", "wed", "thu", "fri")
HOLIDAYS = ["2026-01-01", "2026-05-01", "2026-12-25", "2026-12-26"]
MAIL_OWNER, MAIL_CATEGORY_MASTER = 16, 32
# key, level, after so many minutes, what it does
ESCALATION = ((1, 1, 120, MAIL_OWNER), (2, 2, 240, MAIL_OWNER | MAIL_CATEGORY_MASTER))

REQUEST, INCIDENT, QUESTION, TASK = range(1, 5)
TYPE_KEYS = {"Request": REQUEST, "Incident": INCIDENT, "Question": QUESTION, "Task": TASK}

# The documented ticket carries the tag 112.
TAGS = (
    (101, "login", "Passwords, second factors, locked accounts"),
    (102, "invoice", ""),
    (103, "api", "Programs that talk to us"),
    (104, "mobile", ""),
    (105, "printer", ""),
    (106, "bug", "To be fixed by the second line"),
    (107, "wish", "Would be nice to have"),
    (108, "training", ""),
    (109, "privacy", "Personal data: answer within a month"),
    (110, "outage", ""),
    (111, "import", ""),
    (112, "Schaden Inc and Sons", "Iure provident."),
)
TAG_KEYS = {name: key for key, name, _ in TAGS}


def plant_lists() -> int:
    """Plants what tickets choose from, apart from categories, and returns how many rows that took."""
    return (
        _plant_statuses()
        + _plant_priorities()
        + _plant_types()
        + len(plant(TicketTag(id=key, name=name, tooltip=tip, rank=key - 100) for key, name, tip in TAGS))
    )


def _plant_statuses() -> int:
    return len(
        plant(
            TicketStatus(
                id=key,
                name=name,
                base=base,
                time_counter=clock,
                is_default=default,
                used_in_queue=queue,
                no_email_reopen=final,
                rank=key,
            )
            for key, name, base, clock, default, queue, final in STATUSES
        )
    )


def _plant_priorities() -> int:
    hours = {
        f"{day}_{end}": at
        for day in OFFICE_DAYS
        for end, at in zip(("start", "stop"), OFFICE_HOURS, strict=True)
    }
    planted = plant(
        TicketPriority(
            id=key,
            name=name,
            sort_order=order,
            flags=flags,
            deadline=deadline,
            non_dates=HOLIDAYS,
            ticket_new=EscalateEvent.RESTART if key == HIGH else EscalateEvent.NONE,
            ticket_read=EscalateEvent.STOP if key == HIGH else EscalateEvent.NONE,
            ticket_closed=EscalateEvent.STOP if key == HIGH else EscalateEvent.NONE,
            **hours,
        )
        for key, name, order, flags, deadline in PRIORITIES
    )
    if HIGH in {priority.pk for priority in planted}:
        return len(planted) + len(
            plant(
                EscalationLevel(id=key, priority_id=HIGH, level=level, timeout=minutes, action=action)
                for key, level, minutes, action in ESCALATION
            )
        )
    return len(planted)


def _plant_types() -> int:
    return len(
        plant(
            [
                TicketType(id=REQUEST, name="Request", rank=1, is_default=True, external_as_default=True),
                TicketType(id=INCIDENT, name="Incident", rank=2, default_priority_id=HIGH),
                TicketType(id=QUESTION, name="Question", rank=3, reply_external_as_default=True),
                TicketType(id=TASK, name="Task", rank=4, exclude_email_recipients=True, show_in_new=False),
            ]
        )
    )
