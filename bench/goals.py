"""What is to be reached: a ratio of requests per second, at least, and between which two it is taken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lane:
    """One call on one server, signed in by one scheme."""

    call: str
    server: str
    scheme: str = "Bearer"

    def __str__(self) -> str:
        return f"{self.call} {self.server}" + (" Basic" if self.scheme == "Basic" else "")


@dataclass(frozen=True)
class Goal:
    """`name` is the ratio of the rates of two lanes, and `least` what it must be."""

    name: str
    lane: Lane
    against: Lane
    least: float


POST, GET, EVENT, LIST = "post_ticket", "get_ticket", "post_system_event", "list_tickets"
GOALS = (
    Goal(POST, Lane(POST, "fjord"), Lane(POST, "limit"), 0.5),
    Goal(GET, Lane(GET, "fjord"), Lane(GET, "limit"), 0.5),
    Goal(EVENT, Lane(EVENT, "fjord"), Lane(EVENT, "limit"), 0.45),
    Goal(LIST, Lane(LIST, "fjord"), Lane(LIST, "limit"), 0.5),
    Goal("post_ticket_vs_naive", Lane(POST, "fjord"), Lane(POST, "naive", "Token"), 6.0),
    Goal("basic_vs_token", Lane(GET, "fjord", "Basic"), Lane(GET, "fjord"), 0.9),
)
LANES = tuple(dict.fromkeys(lane for goal in GOALS for lane in (goal.lane, goal.against)))
