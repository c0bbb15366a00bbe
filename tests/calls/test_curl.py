"""The five documented calls with curl, header lines and bodies as printed, against a desk that one command started."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoDbBlocker

from tests.calls.documented import Sample, lacks, sample
from tests.calls.served import served

pytestmark = [
    pytest.mark.curl,
    pytest.mark.xdist_group("served by curl"),  # one desk is enough for all of them
]

CARRIERS = {
    "post_ticket": "TicketEntity",
    "post_appointment": "AppointmentEntity",
    "post_system_event": "SystemEventEntity",
    "send_event": "WorkflowEventResult",
}
QUERIES = {"post_ticket": "?notify=False"}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Where a desk answers that was started in an empty folder, with the demo world."""
    with django_db_blocker.unblock(), served(tmp_path_factory.mktemp("var")) as desk:
        yield desk.address


def curl(url: str, call: Sample, *options: str) -> tuple[int, str, bytes]:
    """What curl got for a call as printed: the status, the headers, the body."""
    headers = [word for name, value in call.headers.items() for word in ("--header", f"{name}: {value}")]
    # Two spaces of indentation, as on the page: the text is the same, character by character.
    body = json.dumps(call.body, indent=2, ensure_ascii=False).encode()
    command = ["curl", "--silent", "--show-error", "--include", "--request", call.method, *headers, *options]
    ended = subprocess.run(
        [*command, "--data-binary", "@-", url], input=body, capture_output=True, check=True, timeout=60
    )
    head, _, answer = ended.stdout.partition(b"\r\n\r\n")
    return int(head.split()[1]), head.decode(), answer


@pytest.mark.parametrize("query", ["", "printed"])
@pytest.mark.parametrize("name", [*CARRIERS, "send_system_message"])
def test_a_documented_call_works_as_printed(address: str, name: str, query: str) -> None:
    call = sample(name)
    shown = QUERIES.get(name, "?$select=name,department,category/id") if query else ""
    status, head, body = curl(f"{address}{call.path}{shown}", call)
    assert status == call.status, body
    if call.answer is None:
        assert body == b""
        return
    assert "content-type: application/json; charset=utf-8" in head.lower()
    found: dict[str, Any] = json.loads(body)
    assert [member for member in found if member in call.answer] == list(call.answer)
    if "$select" not in shown:
        assert lacks(CARRIERS[name], found) == []


def test_the_ids_that_the_printed_ticket_names_stand_for_somebody_in_the_demo_world(address: str) -> None:
    call = sample("post_ticket")
    _status, _head, body = curl(address + call.path, call)
    found = json.loads(body)
    assert [person["PersonId"] for person in found["SecondaryPersons"]] == [745]
    assert found["SecondaryPersons"][0]["FullName"]
    assert [tag["Id"] for tag in found["Tags"]] == [112]
    assert (found["ConnectId"], found["SuggestedCategoryId"], found["OrigHumanCategoryId"]) == (786, 520, 518)
    assert found["SuggestedCategoryName"]


def test_the_ids_that_the_printed_appointment_names_stand_for_somebody_in_the_demo_world(
    address: str,
) -> None:
    call = sample("post_appointment")
    _status, _head, body = curl(address + call.path, call)
    found = json.loads(body)
    assert found["MotherId"] == 508
    (participant,) = found["Participants"]
    sent = call.body["Participants"][0]
    assert {name: participant[name] for name in sent} == sent


def test_what_curl_posted_can_be_fetched_and_deleted(address: str) -> None:
    call = sample("post_appointment")
    _status, _head, body = curl(f"{address}{call.path}/", call, "--header", "Transfer-Encoding: chunked")
    made = json.loads(body)
    here = made["_Links"]["Self"]
    assert here.startswith(f"{address}/api/v1/Appointment/")
    same = [f"{name}: {call.headers[name]}" for name in ("Authorization", "Accept-Language")]
    sign_in = ["--silent", *[part for header in same for part in ("--header", header)]]
    fetched = subprocess.run(["curl", *sign_in, here], capture_output=True, check=True, timeout=60)
    assert json.loads(fetched.stdout) == made
    for status in (b"204", b"404"):
        deleted = subprocess.run(
            ["curl", *sign_in, "--request", "DELETE", "--output", "-", "--write-out", "%{http_code}", here],
            capture_output=True,
            check=True,
            timeout=60,
        )
        assert deleted.stdout.endswith(status)
