"""Generated calls that the schema says too little of to make them: questions to archives, and patches."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from hypothesis.strategies import SearchStrategy

from crm.appointments.models import Appointment
from crm.events.models import SystemEvent
from crm.tickets.models import Ticket
from tests.callers import JSON, Api
from tests.fuzz.calls import Finding, Outcome, drawn
from tests.fuzz.filters import Question, ask, broken, questions
from tests.wire.test_patch_robustness import PATCHES

PATCHED: dict[str, Any] = {"Ticket": Ticket, "Appointment": Appointment, "SystemEvent": SystemEvent}
Made = Callable[[], object]
Call = Callable[[Any], Iterator[tuple[int, str]]]


def run_others(api: Api, each: int, seed: int, outcome: Outcome, made: Made) -> None:
    """So many of each kind; findings are kept, nothing is raised."""
    kinds: tuple[tuple[str, SearchStrategy[Any], Call], ...] = (
        ("a good question", questions(), lambda question: _asked(api, question, {200})),
        ("a broken question", broken(), lambda question: _asked(api, question, {200, 400})),
        *[(f"PATCH {name}", PATCHES, _patching(api, name, model)) for name, model in PATCHED.items()],
    )
    for name, strategy, call in kinds:
        for value in drawn(strategy, each, seed):
            status = 0
            for status, why in call(value):
                if why:
                    outcome.note(Finding(name, status, why, repr(value)))
            outcome.count(name, status)
            made()


def _asked(api: Api, question: Question, expected: set[int]) -> Iterator[tuple[int, str]]:
    try:
        status, body = ask(api, question)
    except AssertionError as error:
        yield 500, str(error)[:2000]
    else:
        yield status, "" if status in expected else f"{status}: {body}"


def _patching(api: Api, name: str, model: Any) -> Call:
    key = model.objects.order_by("pk").values_list("pk", flat=True)[0]

    def patched(body: Any) -> Iterator[tuple[int, str]]:
        with transaction.atomic():
            answer = api.client.generic("PATCH", f"/api/v1/{name}/{key}", json.dumps(body), content_type=JSON)
            transaction.set_rollback(True)
        fine = answer.status_code in (200, 400, 409)
        yield answer.status_code, "" if fine else answer.content.decode()[:2000]

    return patched
