"""Bodies as they travel: JSON under its names, forms, chunks, any script."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from typing import cast as cast_to
from urllib.parse import urlencode

import pytest
from django.conf import LazySettings
from django.http import HttpResponse

from tests.calls import cast
from tests.calls.callers import JSON, Api, words_of
from tests.calls.documented import UNSET

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=utf-8"])
def test_a_flat_body_may_be_a_form(api: Api, kind: str) -> None:
    body = {
        "eventkey": "a key",
        "Eventmess": "Ærlig & hårdt",
        "Scope": "Database",
        "ExtraInfo": "7",
        "Eta": "",
    }
    found = api.post("/api/v1/SystemEvent", urlencode(body).encode(), content_type=kind)
    assert (found["Eventkey"], found["Eventmess"], found["ExtraInfo"]) == ("a key", "Ærlig & hårdt", 7)
    assert (found["Scope"], found["Eta"]) == ("Database", UNSET)


def test_dotted_names_of_a_form_reach_inside(api: Api) -> None:
    body = (
        f"Title=By+form&Category.TicketCategoryId={cast.CATEGORY}&ownedby.associateid=360&HasAttachment=true"
    )
    found = api.post("/api/v1/Ticket", body.encode(), content_type=FORM)
    assert found["Title"] == "By form"
    assert (found["Category"]["TicketCategoryId"], found["OwnedBy"]["AssociateId"]) == (cast.CATEGORY, 360)


def test_agents_read_forms_too(api: Api) -> None:
    body = b"SystemMessageId=sint&AssociateId=360&MarkdownMessage=ipsam&Type=Error"
    answer = api.send("POST", "/api/v1/Agents/Diagnostics/SendSystemMessage", body, content_type=FORM)
    assert answer.status_code == 204


SEND_TO_SEND_JSON = "Send JSON with Content-Type: application/json."
MISTAKEN_FORMS = (
    b'{"Title": "a.b & c=d"}',  # as `curl -d` sends it
    b'\n [{"op": "add"}]',
    b"%7B%22Title%22%3A+%22x%22%7D",
    b'{"Title": "' + b"a." * 40 + b'"}',
    b"Headline=x",
)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/Ticket"),
        ("PUT", f"/api/v1/Ticket/{cast.MASTER_TICKET}"),
        ("PATCH", f"/api/v1/Ticket/{cast.MASTER_TICKET}"),
        ("POST", "/api/v1/Agents/Ticket/SaveTicketEntity"),
        ("POST", "/api/v1/Agents/Workflow/SendEvent"),
        ("POST", "/api/v1/Agents/Diagnostics/SendSystemMessage"),
    ],
)
def test_a_form_without_one_known_member_is_told_to_be_json(api: Api, method: str, path: str) -> None:
    for body in MISTAKEN_FORMS:
        assert SEND_TO_SEND_JSON in api.refused(400, method, path, body, content_type=FORM)


def test_json_may_hold_nothing_that_is_known(api: Api) -> None:
    assert api.post("/api/v1/Ticket", {"Headline": "x"})["Title"] == ""
    assert api.post("/api/v1/Ticket", {})["Title"] == ""


def test_a_form_may_hold_what_is_known_but_not_taken(api: Api) -> None:
    answer = api.send("POST", "/api/v1/Ticket", b"ticketid=0&utm_source=x", content_type=FORM)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/json", "application/JSON;charset=UTF-8", "application/json;odata=verbose", ""]
)
def test_json_goes_by_several_names(api: Api, kind: str) -> None:
    assert api.post("/api/v1/Ticket", {"Title": "Grüße"}, content_type=kind)["Title"] == "Grüße"


def in_chunks(api: Api, body: bytes) -> HttpResponse:
    """A POST whose length is not said beforehand, as gunicorn hands it on."""
    extra: dict[str, Any] = {
        "CONTENT_LENGTH": "",
        "HTTP_TRANSFER_ENCODING": "chunked",
        "HTTP_AUTHORIZATION": api.authorization,
        "wsgi.input": BytesIO(body),
        "wsgi.input_terminated": True,
    }
    answer = api.client.generic("POST", "/api/v1/Ticket", body, content_type=JSON, **extra)
    return cast_to(HttpResponse, answer)


def test_a_body_may_come_in_chunks(api: Api) -> None:
    answer = in_chunks(api, b'{"Title": "Of unknown length"}')
    assert (answer.status_code, json.loads(answer.content)["Title"]) == (200, "Of unknown length")


def test_chunks_are_bounded_too(api: Api, settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = in_chunks(api, b'{"Title": "' + b"x" * 1000 + b'"}')
    assert (answer.status_code, words_of(answer)) == (413, "The request body is too large.")


def test_a_byte_order_mark_does_no_harm(api: Api) -> None:
    assert api.post("/api/v1/Ticket", '\ufeff{"Title": "x"}'.encode())["Title"] == "x"


def test_names_may_stand_in_any_script(api: Api) -> None:
    title = "さくら文具 🌸 مرحبا \u202ertl\u202c \u200d"
    found = api.post("/api/v1/Ticket", {"Title": title})
    assert api.get(f"/api/v1/Ticket/{found['TicketId']}")["Title"] == title
