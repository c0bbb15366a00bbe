"""The tickets of the demo world: stories turned into rows."""

from __future__ import annotations

import datetime

from crm.directory.seeds.cast import KEYS
from crm.directory.seeds.companies import people_by_name, person_email
from crm.directory.seeds.planting import plant
from crm.tickets.models import Badge, Origin, SecurityLevel, Ticket, TicketMessage, TicketStatus
from crm.tickets.seeds import lists
from crm.tickets.seeds.categories import CATEGORY_KEYS
from crm.tickets.seeds.clock import span
from crm.tickets.seeds.conversation import author_of, customer_of, headers_of, messages_of
from crm.tickets.seeds.stories import Story, stories
from crm.tickets.seeds.times import set_times


def plant_tickets(now: datetime.datetime) -> int:
    """Plants the stories that are missing, each with its messages, and returns how many rows that took."""
    told = {story["id"]: story for story in stories()}
    said = {key: messages_of(story, now - span(story["created"])) for key, story in told.items()}
    # People may have moved a status to another base since: the pair on a ticket is the one that stands there.
    bases = dict(TicketStatus.objects.values_list("pk", "base"))
    planted = {
        ticket.pk for ticket in plant(_ticket(story, said[key], bases, now) for key, story in told.items())
    }
    messages = plant(message for key in sorted(planted) for message in said[key])
    headers = plant(header for message in messages for header in headers_of(told[message.ticket_id], message))
    return len(planted) + len(messages) + len(headers) + _link([told[key] for key in sorted(planted)])


def _link(planted: list[Story]) -> int:
    people, tagged = Ticket.secondary_persons.through, Ticket.tags.through
    others = [
        people(ticket_id=story["id"], person_id=people_by_name()[name])
        for story in planted
        for name in story.get("others", [])
    ]
    tags = [
        tagged(ticket_id=story["id"], tickettag_id=lists.TAG_KEYS[name])
        for story in planted
        for name in story.get("tags", [])
    ]
    people._default_manager.bulk_create(others)
    tagged._default_manager.bulk_create(tags)
    return len(others) + len(tags)


def _ticket(
    story: Story, messages: list[TicketMessage], bases: dict[int, int], now: datetime.datetime
) -> Ticket:
    created = messages[0].created_at
    status = lists.STATUS_KEYS[story["status"]]
    customer = customer_of(story)
    mailed = story["origin"] == Origin.EMAIL.name and messages[0].created_by_id is None
    ticket = Ticket(
        id=story["id"],
        title=story["title"],
        created_at=created,
        created_by_id=messages[0].created_by_id,
        author=author_of(story, story["messages"][0]),
        from_address=person_email(customer) if mailed and customer else "",
        owner_id=KEYS.get(story["owner"] or ""),
        person_id=customer,
        category_id=CATEGORY_KEYS[story["category"]],
        priority_id=lists.PRIORITY_KEYS[story["priority"]],
        ticket_type_id=lists.TYPE_KEYS[story.get("type", "Request")],
        status_id=status,
        base_status=bases[status],
        slevel=SecurityLevel.INTERNAL if story.get("internal") else SecurityLevel.EXTERNAL,
        origin=Origin[story["origin"]],
        language=story["language"],
        alert_level=story.get("level", 0),
        connected_to_id=story.get("merged_into"),
        project_id=story.get("project"),
        sale_id=story.get("sale"),
        num_messages=len(messages),
        num_replies=sum(_is_reply(message) for message in messages),
        has_attachment=any(message.num_attachments for message in messages),
        time_spent=sum(message.time_spent for message in messages),
    )
    ticket.sentiment, ticket.sentiment_confidence = story.get("sentiment", (0, 0))
    set_times(ticket, story, messages, now)
    return ticket


def _is_reply(message: TicketMessage) -> bool:
    """Whether a message is one that a user sent to the customer."""
    return message.badge in (Badge.REPLY, Badge.OUTGOING)
