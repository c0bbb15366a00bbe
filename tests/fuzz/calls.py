"""Calls made of the OpenAPI schema, and what every answer has to be like.

Each call meets the same rows: what it writes is taken back. A seed gives the same calls again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any, cast

import schemathesis
from defusedxml.ElementTree import fromstring
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections, connection, transaction
from django.db.utils import Error as DatabaseError
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from schemathesis.core.failures import FailureGroup

from config.charsets import KnownCharsets
from tests.fuzz.rows import Known, spoken

SCHEMA = "/api/schema/?format=json"
CHECKED = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
]
ERROR = {"Error", "ErrorType", "ErrorMessage", "ErrorSource", "Message"}
CALLERS = ["administrator"] * 10 + ["agent"] * 5 + ["customer"] * 4 + ["nobody"]
TYPES = ["application/json"] * 8 + ["application/xml", "text/xml;q=0.9, */*;q=0.1"]
ONE_IN = 3  # of the calls break the schema


@dataclass(frozen=True)
class Finding:
    """An answer that it should not have been: to what, why, and how to ask again."""

    operation: str
    status: int
    why: str
    again: str


@dataclass
class Outcome:
    """How many calls there were, what they were answered, and what was found, each kind once."""

    calls: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    went_well: set[str] = field(default_factory=set)
    findings: dict[tuple[str, str], Finding] = field(default_factory=dict)

    def count(self, operation: str, status: int) -> None:
        self.calls += 1
        if status < 400:
            self.went_well.add(operation)
        self.statuses[status] = self.statuses.get(status, 0) + 1

    def note(self, finding: Finding) -> None:
        self.findings.setdefault((finding.operation, finding.why[:120]), finding)


class Fuzz:
    """Generated calls of every operation of the schema, by several callers."""

    def __init__(self, callers: dict[str, str], seed: int) -> None:
        self.callers, self.seed, self.known = callers, seed, Known()
        self.outcome = Outcome()
        with _one_connection():
            application = KnownCharsets(WSGIHandler())
            schema = cast("Any", schemathesis.openapi.from_wsgi(SCHEMA, application, headers=_as(callers)))
        self.operations = [found.ok() for found in schema.get_all_operations()]
        self._checks = CHECKS.get_by_names(CHECKED)

    def run(self, operation: Any, calls: int, made: Callable[[], object] = lambda: None) -> None:
        """So many calls of one operation; `made` is told of each. Findings are kept, nothing is raised."""
        chance = Random(f"{self.seed} {operation.label}")
        broken = calls // ONE_IN
        for mode, most in ((GenerationMode.POSITIVE, calls - broken), (GenerationMode.NEGATIVE, broken)):
            for case in _cases(operation, mode, most, self.seed):
                with _one_connection(), transaction.atomic():
                    self._call(case, chance)
                    transaction.set_rollback(True)
                made()

    def _call(self, case: Any, chance: Random) -> None:
        who = chance.choice(CALLERS)
        case.path_parameters = self.known.named(case.operation.path, case.path_parameters or {}, chance)
        case.query = self.known.filled(dict(case.query or {}), chance)
        fill = self.known.filled if case.method == "PATCH" else self.known.body
        case.body = fill(case.body, chance)
        case.headers = spoken(case.headers or {}, chance)
        headers = {"Accept": chance.choice(TYPES), **_as(self.callers, who)}
        answer = case.call(headers=headers)
        self.outcome.count(case.operation.label, answer.status_code)
        for why in self._faults(case, answer, who):
            again = f"as {who}: {case.as_curl_command()}"
            self.outcome.note(Finding(case.operation.label, answer.status_code, why, again))

    def _faults(self, case: Any, answer: Any, who: str) -> Iterator[str]:
        kind = answer.headers.get("content-type", [""])[0]
        checks = self._checks
        if "xml" in kind:  # the schema tells of JSON; XML has to be readable
            checks = [check for check in checks if check.__name__ != "response_schema_conformance"]
            fromstring(answer.content)
        try:
            case.validate_response(answer, checks=checks)
        except FailureGroup as group:
            for each in group.exceptions:
                yield f"{getattr(each, 'title', '')}: {getattr(each, 'message', each)}"
        if who == "nobody" and answer.status_code not in (400, 401, 406):
            yield f"nobody was answered {answer.status_code}"
        if answer.status_code >= 400 and "json" in kind and set(json.loads(answer.content)) != ERROR:
            yield "a refusal in another shape"
        if case.method != "GET" and answer.status_code < 400:
            yield from _left_over()


@contextmanager
def _one_connection() -> Iterator[None]:
    """Requests leave the connection open, as those of Django's own test client do: it holds the transaction."""
    ends = (signals.request_started, signals.request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    try:
        yield
    finally:
        for end in ends:
            end.connect(close_old_connections)


def _left_over() -> Iterator[str]:
    """What the database would refuse once the call is done."""
    try:
        connection.check_constraints()
    except DatabaseError as error:
        yield f"the database refuses what was written: {error}"


def _as(callers: dict[str, str], who: str = "administrator") -> dict[str, str]:
    return {"Authorization": callers[who]} if callers[who] else {}


def _cases(operation: Any, mode: GenerationMode, most: int, number: int) -> list[Any]:
    """So many generated calls of one operation; none where nothing in it can be broken."""
    return drawn(operation.as_strategy(generation_mode=mode), most, number)


def drawn(strategy: SearchStrategy[Any], most: int, number: int) -> list[Any]:
    """So many values of a strategy, the same for the same seed."""
    found: list[Any] = []
    if most < 1:
        return found

    @seed(number)
    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(value=strategy)
    def keep(value: Any) -> None:
        found.append(value)

    keep()
    return found[:most]
