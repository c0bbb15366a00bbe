"""The catalogue of facts: what happened, in the past tense, sent inside the transaction.

Receivers only write rows, so that a fact and its consequences commit together or not at all.
"""

from django.dispatch import Signal

# ticket: Ticket, created: bool, changes: dict[str, tuple[before, after]], by: Associate, notify: bool
ticket_saved = Signal()

# message: TicketMessage, created: bool, by: Associate, notify: bool
message_saved = Signal()

# ticket: Ticket, by: Associate; somebody asks that people are told now
ticket_announced = Signal()

# message: TicketMessage, by: Associate; the same
message_announced = Signal()

# message: TicketMessage, to, cc, bcc: list[str], subject: str, by: Associate; it goes to these people by mail
message_sent = Signal()

# message: TicketMessage, numbers: list[str], by: Associate; its text goes to these telephones
message_texted = Signal()
