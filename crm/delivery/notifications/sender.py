"""One round of a worker: claim a batch, hand each delivery to its route, record what became of it."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connections

from crm.delivery import actions
from crm.delivery.actions import Claim, RetryPolicy
from crm.delivery.models import Channel, State
from crm.delivery.notifications.heartbeat import Heartbeat
from crm.delivery.notifications.pace import Pace
from crm.delivery.notifications.routes import DelayedError, RefusedError, Route, UnreachableError
from crm.delivery.notifications.worker import Bell, Report

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


@dataclass(slots=True)
class Rest:
    """Since when a route cannot be opened, in vain tries, and when the next is due."""

    misses: int
    until: datetime.datetime


class Sender:
    """Sends what is due. One thread, any number of processes side by side."""

    def __init__(
        self,
        routes: Mapping[Channel, Route],
        *,
        pace: Pace,
        policy: RetryPolicy,
        clock: Callable[[], datetime.datetime],
        bell: Bell,
        report: Report,
    ) -> None:
        self._routes = routes
        self._pace = pace
        self._policy = policy
        self._clock = clock
        self._bell = bell
        self._report = report
        self._rests: dict[Channel, Rest] = {}

    def round(self) -> int:
        """Sends one batch and returns how many deliveries were claimed for it; 0 when none is due."""
        claims = actions.claim_due(
            self._pace.batch,
            self._pace.lease,
            self._clock(),
            policy=self._policy,
            channels=self._open_channels(),
        )
        if claims:
            with Heartbeat(claims, self._pace.lease):
                sent = self._work_off(claims)
            self._report(1, f"Sent {sent} of {len(claims)}.")
        return len(claims)

    def _open_channels(self) -> list[Channel]:
        at = self._clock()
        return [
            channel
            for channel in self._routes
            if channel not in self._rests or self._rests[channel].until <= at
        ]

    def _work_off(self, claims: Sequence[Claim]) -> int:
        """Tries every claim whose route can be opened, until the bell rings, and gives the others back.

        Returns how many were sent.
        """
        sent = 0
        closed: dict[Channel, str] = {}
        try:
            for place, claim in enumerate(claims):
                channel = Channel(claim.delivery.channel)
                if self._bell.rung:
                    actions.release_claims(claims[place:])
                    break
                if channel not in closed and (why := self._cannot_open(channel)):
                    closed[channel] = why
                    same = [other for other in claims[place:] if other.delivery.channel == channel]
                    actions.release_claims(same, reason=why)
                if channel not in closed:
                    sent += self._deliver(claim, self._routes[channel])
        finally:
            for route in self._routes.values():
                route.close()
        return sent

    def _cannot_open(self, channel: Channel) -> str:
        """Opens the route; why that is impossible, if it is."""
        try:
            self._routes[channel].open()
        except UnreachableError as error:
            misses = self._rests[channel].misses + 1 if channel in self._rests else 1
            pause = self._pace.pause(misses)
            self._rests[channel] = Rest(misses, self._clock() + pause)
            self._report(1, f"{channel.label} rests for {pause.total_seconds():.0f} s: {error}")
            return str(error)
        self._rests.pop(channel, None)
        return ""

    def _deliver(self, claim: Claim, route: Route) -> bool:
        """One attempt. True when the route took the delivery."""
        if not actions.begin_attempt(claim, self._pace.lease, self._clock()):
            self._report(1, f"#{claim.delivery.pk} left to another worker")
            return False
        try:
            route.send(claim.delivery)
        except (DelayedError, RefusedError) as error:
            self._fail(claim, str(error), permanent=isinstance(error, RefusedError))
        except Exception as error:  # one delivery must not hold up the others
            log.exception("delivery %s could not be sent", claim.delivery.pk)
            self._fail(claim, f"{type(error).__name__}: {error}", permanent=False)
        else:
            ours = self._outlast(lambda: actions.mark_delivered(claim, self._clock()))
            self._tell(claim, "delivered" if ours else "sent, but by then another worker's", level=2)
            return True
        return False

    def _fail(self, claim: Claim, error: str, *, permanent: bool) -> None:
        state = self._outlast(
            lambda: actions.mark_failed(
                claim, error, permanent=permanent, policy=self._policy, at=self._clock()
            )
        )
        words = {State.DEAD: "dead", State.PLANNED: "will be tried again", None: "another worker's by then"}
        self._tell(claim, f"failed, {words[state]}: {error}", level=1)

    def _outlast(self, record: Callable[[], Answer]) -> Answer:
        """Records what happened although the database restarts right now: otherwise it would happen again."""
        for pause in (0.1, 0.5, 2, 5, 10):
            try:
                return record()
            except (OperationalError, InterfaceError) as error:
                self._report(1, f"Database trouble ({str(error).strip()}); waiting to record.")
                connections.close_all()
                self._bell.rest(pause)
        return record()

    def _tell(self, claim: Claim, what: str, *, level: int) -> None:
        delivery = claim.delivery
        self._report(level, f"#{delivery.pk} {delivery.kind} to {delivery.recipient}: {what}")
