"""The tickets of the demo world as they are told in `stories/*.json`, one file for each topic.

A story says who wrote what and when, counted back from the instant of planting; what can be reckoned from that
(counters, read states, times to answer) is reckoned in `tickets.py` and stands in no file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NotRequired, TypedDict

FOLDER = Path(__file__).with_name("stories")


class Said(TypedDict):
    """A message. `by` is "customer" or the name of a user; `after` counts from the message before."""

    by: str
    text: str
    after: NotRequired[str]
    internal: NotRequired[bool]
    minutes: NotRequired[int]


class Story(TypedDict):
    """A ticket; `origin` is a name of `Origin`. `created` counts back from the planting, `due` and `wakes` on from it (or back, with a minus)."""

    id: int
    title: str
    category: str
    status: str
    priority: str
    type: NotRequired[str]
    owner: str | None
    customer: str | None
    others: NotRequired[list[str]]
    internal: NotRequired[bool]
    author: NotRequired[str]
    origin: str
    language: str
    tags: NotRequired[list[str]]
    created: str
    due: NotRequired[str]
    wakes: NotRequired[str]
    closed: NotRequired[str]
    level: NotRequired[int]
    read: NotRequired[bool]
    sentiment: NotRequired[tuple[int, int]]
    project: NotRequired[int]
    sale: NotRequired[int]
    merged_into: NotRequired[int]
    messages: list[Said]


def stories() -> list[Story]:
    """Every story, the oldest key first."""
    told: list[Story] = []
    for path in sorted(FOLDER.glob("*.json")):
        told += json.loads(path.read_text(encoding="utf-8"))
    return sorted(told, key=lambda story: story["id"])
