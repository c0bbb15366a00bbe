"""What is said in the tickets of the demo world: stories turned into messages."""

from __future__ import annotations

import datetime

from crm.directory.seeds.cast import CAST, KEYS
from crm.directory.seeds.companies import people_by_name, person_email
from crm.tickets.models import Badge, Origin, SecurityLevel, TicketMessage, TicketMessageHeader
from crm.tickets.seeds.clock import span
from crm.tickets.seeds.stories import Said, Story

DESK = "desk@fjord.example"
NAMES = {member.name: member.full_name for member in CAST}


def customer_of(story: Story) -> int | None:
    return people_by_name()[story["customer"]] if story["customer"] else None


def author_of(story: Story, said: Said) -> str:
    """The name under which a message stands: a colleague's, the customer's, or whatever an unknown sender gave."""
    return NAMES.get(said["by"]) or story.get("author") or story["customer"] or ""


def messages_of(story: Story, created: datetime.datetime) -> list[TicketMessage]:
    """The messages of a story. Their keys derive from the ticket's, so that they are the same each time."""
    messages: list[TicketMessage] = []
    at = created
    for place, said in enumerate(story["messages"], 1):
        at += span(said.get("after", "0m"))
        messages.append(_message(story, said, story["id"] * 10 + place, at))
    _rate(story, messages)
    return messages


def headers_of(story: Story, message: TicketMessage) -> list[TicketMessageHeader]:
    """To whom an answer went."""
    customer = customer_of(story)
    if customer is None or message.badge not in (Badge.REPLY, Badge.OUTGOING):
        return []
    to = f"{story['customer']} <{person_email(customer)}>"
    return [TicketMessageHeader(id=message.pk * 10 + 1, message_id=message.pk, name="To", value=to)]


def _message(story: Story, said: Said, key: int, at: datetime.datetime) -> TicketMessage:
    internal = bool(said.get("internal") or story.get("internal"))
    writer = KEYS.get(said["by"])
    by_mail = story["origin"] == Origin.EMAIL.name and not internal
    return TicketMessage(
        id=key,
        ticket_id=story["id"],
        created_at=at,
        created_by_id=writer,
        person_id=None if writer else customer_of(story),
        author=author_of(story, said),
        slevel=SecurityLevel.INTERNAL if internal else SecurityLevel.EXTERNAL,
        badge=_badge(internal=internal, by_user=writer is not None, first=said is story["messages"][0]),
        body=said["text"],
        time_spent=said.get("minutes", 0),
        language="" if internal else story["language"],
        message_id=f"<{key}@fjord.example>" if by_mail else "",
        email_header=_mail_header(story) if by_mail and writer is None else "",
    )


def _badge(*, internal: bool, by_user: bool, first: bool) -> Badge:
    if internal:
        return Badge.COMMENT
    if not by_user:
        return Badge.INCOMING
    return Badge.OUTGOING if first else Badge.REPLY


def _mail_header(story: Story) -> str:
    customer = customer_of(story)
    sender = f"{story['customer']} <{person_email(customer)}>" if customer else story.get("author", "")
    return f"From: {sender}\nTo: {DESK}\nSubject: {story['title']}\n"


def _rate(story: Story, messages: list[TicketMessage]) -> None:
    """The mood of a ticket is that of the last message from its customer."""
    incoming = [message for message in messages if message.badge == Badge.INCOMING]
    if incoming and "sentiment" in story:
        incoming[-1].sentiment, incoming[-1].sentiment_confidence = story["sentiment"]
