"""What passing tests show of the API, noted while they run with `--evidence=DIR`.

Each call through Django's test client says which documented endpoint or method it is, with which status, query,
arguments and headers, and whether body and answer are of their documented types. Tests that stand below the wire say
what they show through the fixture `shown`. A test that fails shows nothing.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import parse_qsl

import pytest
from django.http.request import RawPostDataException
from django.test import Client

from tests.fidelity.inventory import Endpoint, Method, carrier_in, documented
from tests.fidelity.shapes import Shape

LARGEST = 300_000  # bytes of an answer that is looked into
OPERATIONS = "array of PatchOperation"
NOT_BUILT, NOT_MODIFIED, STALE, REFUSED = 501, 304, 412, 400
Evidence = dict[str, set[str]]


def without_parameters(node: str) -> str:
    """A test's node id without what it was parametrised with."""
    return node.partition("[")[0]


class Recorder:
    """The plugin: a set of what the running test shows, kept when it has passed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.current: set[str] = set()
        self.passing = True
        self.found: Evidence = {}

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        if not hasattr(session.config, "workerinput"):
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
        plain = Client.request
        recorder = self

        def request(client: Client, **sent: Any) -> Any:
            answer = plain(client, **sent)
            recorder.current |= calls_shown(sent, answer)
            return answer

        Client.request = request  # type: ignore[assignment,method-assign]  # every client of every test

    def pytest_runtest_logstart(self) -> None:
        self.current, self.passing = set(), True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.passing = self.passing and report.passed
        if report.when == "teardown" and self.passing and self.current:
            test = without_parameters(report.nodeid)
            self.found[test] = self.found.get(test, set()) | self.current

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        self.keep(getattr(session.config, "workerinput", {"workerid": "all"})["workerid"])

    def keep(self, worker: str) -> None:
        """Writes what one worker has found."""
        found = {test: sorted(shown) for test, shown in sorted(self.found.items())}
        if found:
            text = json.dumps(found, indent=0)
            (self.folder / f"{worker}.json").write_text(text, encoding="utf-8")


def evidence_in(folder: Path) -> Evidence:
    """Which tests show each row, from the files of all workers."""
    shown_by: Evidence = {}
    for file in sorted(folder.glob("*.json")):
        for test, shown in json.loads(file.read_text(encoding="utf-8")).items():
            for row in shown:
                shown_by.setdefault(row, set()).add(test)
    return shown_by


def calls_shown(sent: Mapping[str, Any], answer: Any) -> set[str]:
    """What one call shows."""
    verb, path = sent.get("REQUEST_METHOD", "GET"), sent.get("PATH_INFO", "/")
    if not path.lower().startswith("/api"):
        return set()
    query = {name for name, _ in parse_qsl(sent.get("QUERY_STRING", ""), keep_blank_values=True)}
    shown = set(_headers(answer))
    inventory = documented()
    method = inventory.method(verb, path)
    endpoint = inventory.endpoint(verb, path)
    if method:
        shown |= _method(method, query, sent, answer)
    if endpoint:
        shown |= _endpoint(endpoint, query, sent, answer)
    if answer.status_code >= REFUSED:
        shown |= _error(answer)
    return shown


def _error(answer: Any) -> set[str]:
    """What a refusal shows of the error's carrier; ours has one member more, which agents are documented to answer."""
    shape = Shape()
    members = shape.inventory.carriers["ErrorResponse"]
    told = (
        json.loads(answer.content)
        if answer.headers.get("Content-Type", "").startswith("application/json")
        else {}
    )
    shape.fits({name: told.get(name) for name in members}, "ErrorResponse")
    return shape.shown if told else set()


def _endpoint(endpoint: Endpoint, query: set[str], sent: Mapping[str, Any], answer: Any) -> set[str]:
    if answer.status_code == NOT_BUILT:
        return {f"refused {endpoint.name}"}
    if answer.status_code not in endpoint.ok:
        return set()
    lower = {name.lower() for name in query}
    asked = {
        f"parameter {endpoint.name} {name}"
        for name in endpoint.query
        if name.lower() in lower or (name.endswith("*") and any(map(_begins(name), lower)))
    }
    plain = not {"$select", "$mode", "$format", "$jsonsafe", "$metadata", "$inlinecount"} & lower
    return asked | _shapes(endpoint.name, endpoint.body, endpoint.answer if plain else "", sent, answer)


def _begins(name: str) -> Callable[[str], bool]:
    return lambda given: given.startswith(name.rstrip("*").lower())


def _method(method: Method, query: set[str], sent: Mapping[str, Any], answer: Any) -> set[str]:
    if answer.status_code == NOT_BUILT:
        return {f"refused {method.name}"}
    if answer.status_code != method.ok:
        return set()
    body = _body(sent, answer)
    members = body if isinstance(body, dict) and not method.body else {}
    given = {name.lower() for name in (*query, *members)}
    shape = Shape()
    for name, told in method.arguments.items():
        kinds = shape.inventory
        in_enum = told in kinds.enums
        shape.sent(_of(members, name), f"enum {told}" if in_enum else told)
    arguments = {f"argument {method.name} {name}" for name in method.asked if name.lower() in given}
    answered = method.answer if "$select" not in {name.lower() for name in query} else ""
    if answered in shape.inventory.enums:
        answered = f"enum {answered}"
    return arguments | shape.shown | _shapes(method.name, method.body, answered, sent, answer)


def _of(members: Mapping[str, Any], name: str) -> Any:
    return next((value for key, value in members.items() if key.lower() == name.lower()), None)


def _shapes(name: str, body: str, told: str, sent: Mapping[str, Any], answer: Any) -> set[str]:
    """That a call was served, and what body and answer show; `misfit` when the answer is not as documented."""
    shape = Shape()
    taken = _body(sent, answer)
    if body and taken is not None:
        shape.sent(taken, OPERATIONS if body == "patch" else body)
    is_json = answer.headers.get("Content-Type", "").startswith("application/json")
    if answer.streaming or not is_json or len(answer.content) > LARGEST:
        return {f"served {name}"} | shape.shown
    if not told or told in ("bytes", "base64 bytes"):
        return {f"served {name}"} | shape.shown
    value = json.loads(answer.content)
    if body and carrier_in(body) == carrier_in(told):
        shape.changed(taken, value, body)
    seen = Shape()
    if value is not None and not seen.fits(value, told):
        return {f"misfit {name}"} | shape.shown
    return {f"served {name}"} | shape.shown | seen.shown


def _body(sent: Mapping[str, Any], answer: Any) -> Any:
    if "json" not in str(sent.get("CONTENT_TYPE", "")):
        return None
    try:
        return json.loads(answer.wsgi_request.body or b"null")
    except (RawPostDataException, ValueError):  # read as a stream, or no JSON
        return None


def _headers(answer: Any) -> Iterator[str]:
    went_well = answer.status_code < 300 or answer.status_code in (NOT_MODIFIED, STALE)
    for header in documented().headers:
        if header.direction == "response":
            given = answer.headers.get(header.called)
        else:
            key = header.called.upper().replace("-", "_")
            given = answer.wsgi_request.META.get(key if key == "CONTENT_TYPE" else f"HTTP_{key}")
        if given and went_well and str(given).lower().startswith(header.value.lower()):
            yield f"{header.direction} {header.name}"


Shown = Callable[[str], None]


@pytest.fixture
def shown(request: pytest.FixtureRequest) -> Shown:
    """Says what this test shows besides its calls, such as `changed TicketEntity.Title`."""
    recorder = cast("Recorder | None", request.config.pluginmanager.get_plugin("evidence"))
    return recorder.current.add if recorder else lambda _row: None
