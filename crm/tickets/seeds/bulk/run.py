"""One run of making tickets up: cases in the order of time, written batch by batch."""

from __future__ import annotations

import random
from collections.abc import Callable

from crm.directory.seeds.loading import Loader, Sheet
from crm.directory.seeds.planting import last_key, raise_sequence
from crm.tickets.models import Ticket, TicketMessage
from crm.tickets.seeds.bulk.case import Clock, Draw, make_case, others, tags
from crm.tickets.seeds.bulk.choices import Choices
from crm.tickets.seeds.bulk.rows import Moments, Row, Typist, message_sheet, ticket_sheet

AT_ONCE = 20_000
LINKS = (Ticket.secondary_persons.through, Ticket.tags.through)
_BITS = 256  # more than all choices of a case use up


class Run:
    """Keys are taken before the first row is written, so that nobody else is given them meanwhile."""

    def __init__(self, loader: Loader, count: int, now: int) -> None:
        self._loader, self._count = loader, count
        self._first = last_key(Ticket) + 1
        self._first_message = last_key(TicketMessage) + 1
        raise_sequence(Ticket, self._first + count - 1)
        raise_sequence(TicketMessage, self._first_message + 2 * count - 1)
        self._choices = Choices(loader)
        self._clock = Clock(now, count)
        self._typist = Typist(self._choices, Moments(self._clock.first, now), loader.null, now)
        self._random = random.Random(Ticket.objects.count())  # not the key: PostgreSQL may have skipped some
        self._sheets = (
            ticket_sheet(),
            message_sheet(),
            Sheet(LINKS[0], "ticket_id", "person_id"),
            Sheet(LINKS[1], "ticket_id", "tickettag_id"),
        )

    def write(self, progress: Callable[[int], object]) -> int:
        """Writes every ticket and returns how many rows that took."""
        rows = 0
        for start in range(0, self._count, AT_ONCE):
            places = range(start, min(start + AT_ONCE, self._count))
            for sheet, batch in zip(self._sheets, self._batch(places), strict=True):
                self._loader.load(sheet, batch)
                rows += len(batch)
            progress(len(places))
        return rows

    def _batch(self, places: range) -> tuple[list[Row], list[Row], list[Row], list[Row]]:
        """The rows of each sheet."""
        tickets: list[Row] = []
        messages: list[Row] = []
        people: list[Row] = []
        tagged: list[Row] = []
        for place in places:
            draw = Draw(self._random.getrandbits(_BITS))
            case = make_case(self._choices, self._clock, self._first + place, place, draw)
            tickets.append(self._typist.ticket(case))
            messages += self._typist.messages(case, self._first_message + 2 * place)
            people += [(case.key, person.key) for person in others(self._choices, case)]
            tagged += [(case.key, tag) for tag in tags(self._choices, case)]
        return tickets, messages, people, tagged
