"""What the load sends: the documented sample bodies, with ids of rows that exist in the bench's world."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.world import World

SEEDS = Path(__file__).parents[1] / "tests" / "wire" / "seeds"
Body = dict[str, Any]


def sample(name: str) -> Body:
    """The body that the documentation prints for a call."""
    body: Body = json.loads((SEEDS / f"{name}.json").read_text(encoding="utf-8"))["body"]
    return body


def ticket_body(world: World) -> Body:
    """`POST /Ticket`: two secondary persons, two tags, and every list value named."""
    body = sample("post_ticket")
    [person] = body["SecondaryPersons"]
    [tag, *_] = body["Tags"]
    return body | {
        "OwnedBy": {"AssociateId": world.owner},
        "Category": {"TicketCategoryId": world.category},
        "Priority": {"TicketPriorityId": world.priority},
        "Status": {"TicketStatusId": world.status},
        "Person": person | {"PersonId": world.persons[0]},
        "SecondaryPersons": [person | {"PersonId": key} for key in world.persons[1:]],
        "Tags": [tag | {"Id": key} for key in world.tags],
        "ConnectId": world.first_ticket,
        "SuggestedCategoryId": world.category,
        "OrigHumanCategoryId": world.category,
    }


def event_body(key: str) -> Body:
    """`POST /SystemEvent`, with a key of its own so that a row is inserted."""
    return sample("post_system_event") | {"Eventkey": key}


LISTED = (
    "ticketId,title,createdAt,lastChanged,ownedBy,ticketStatusName,priorityName,categoryFullName,person/fullName,"
    "contactId,slevel,numberOfMessages"
)


def list_address(world: World) -> str:
    """`GET /Ticket`: the newest 100 of a status and an owner, twelve columns."""
    options = {
        "$select": LISTED,
        "$filter": f"ticketStatusName eq {world.status} and ownedBy eq {world.owner}",
        "$orderBy": "createdAt desc",
        "$top": "100",
    }
    return f"/api/v1/Ticket?{urlencode(options)}"


def naive_body(world: World) -> Body:
    """The same ticket for the naive rendition, in its own words."""
    given = sample("post_ticket")
    moments = {
        name: given[name.title().replace("_", "")]
        for name in (
            "created_at",
            "read_by_owner",
            "read_by_customer",
            "activate",
            "closed_at",
            "replied_at",
            "deadline",
        )
    }
    return moments | {
        "title": given["Title"],
        "author": given["Author"],
        "owner": world.owner,
        "category": world.category,
        "slevel": 2,
        "priority": world.priority,
        "base_status": 1,
        "status": world.status,
        "origin": 10,
        "person": world.persons[0],
        "secondary_persons": world.persons[1:],
        "alert_level": given["AlertLevel"],
        "connected_to": world.first_ticket,
        "read_status": 1,
        "from_address": given["FromAddress"],
        "tags": world.tags,
        "language": given["Language"],
        "sentiment": given["Sentiment"],
        "sentiment_confidence": given["SentimentConfidence"],
        "suggested_category": world.category,
        "orig_human_category": world.category,
        "extra_fields": given["ExtraFields"],
        "custom_fields": given["CustomFields"],
    }
