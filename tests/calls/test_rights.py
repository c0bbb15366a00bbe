"""Who may do what: refusals, and what `TableRight` and `FieldProperties` tell of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Permission, User
from django.db import models
from django.test import Client

from crm.appointments.models import Appointment
from crm.directory.models import Associate
from crm.events.models import SystemEvent
from crm.tickets.models import Ticket
from tests.calls import cast
from tests.calls.callers import Api, row_counts, words_of
from tests.calls.documented import fields_of, sample

ROWS = {
    "/api/v1/Ticket": cast.MASTER_TICKET,
    "/api/v1/Appointment": cast.MOTHER,
    "/api/v1/SystemEvent": cast.EVENT,
}
PRINTED = ["post_ticket", "post_appointment", "post_system_event", "send_event", "send_system_message"]
WRITES = [("POST", ""), ("PUT", "/{key}"), ("DELETE", "/{key}")]
TOKEN = "a" * 32
READING, CHANGING = {"Read"}, {"Update", "Update, UIHintMandatory"}


def masks(carrier: dict[str, Any]) -> dict[str, str]:
    """The right on each field."""
    return {name: field["FieldRight"]["Mask"] for name, field in carrier["FieldProperties"].items()}


@pytest.mark.parametrize("path", ROWS)
@pytest.mark.parametrize(("method", "tail"), [("GET", "/{key}"), *WRITES])
def test_who_has_no_right_is_refused_whatever_they_try(
    nobody: Api, path: str, method: str, tail: str
) -> None:
    body: Any = b"" if method in ("GET", "DELETE") else {"Title": "x", "Eventkey": "k"}
    assert nobody.refused(403, method, path + tail.format(key=ROWS[path]), body)


@pytest.mark.parametrize("path", ROWS)
@pytest.mark.parametrize(("method", "tail"), WRITES)
def test_who_may_read_may_not_write(reader: Api, path: str, method: str, tail: str) -> None:
    here = f"{path}/{ROWS[path]}"
    before = reader.get(here)
    body: Any = b"" if method == "DELETE" else {"Title": "x", "Eventkey": "k"}
    assert reader.refused(403, method, path + tail.format(key=ROWS[path]), body)
    assert reader.get(here) == before


@pytest.mark.parametrize("path", ROWS)
def test_agents_refuse_what_rest_refuses(nobody: Api, path: str) -> None:
    agent, name = {
        "/api/v1/Ticket": ("Ticket", "TicketEntity"),
        "/api/v1/Appointment": ("Appointment", "AppointmentEntity"),
        "/api/v1/SystemEvent": ("Configuration", "SystemEventEntity"),
    }[path]
    key = ROWS[path]
    nobody.refused(403, "POST", f"/api/v1/Agents/{agent}/Get{name}?{name}Id={key}", b"null")
    nobody.refused(403, "POST", f"/api/v1/Agents/{agent}/Save{name}", {"Title": "x", "Eventkey": "k"})
    nobody.refused(403, "POST", f"/api/v1/Agents/{agent}/Save{name}", {name.replace("Entity", "Id"): key})
    nobody.refused(403, "POST", f"/api/v1/Agents/{agent}/Delete{name}?{name}Id={key}", b"null")


def test_only_an_administrator_speaks_to_others(nobody: Api) -> None:
    send = "/api/v1/Agents/Diagnostics/SendSystemMessage"
    nobody.refused(403, "POST", send, sample("send_system_message").body)
    assert (
        nobody.send("POST", send, {"AssociateId": cast.NOBODY, "MarkdownMessage": "Note to self"}).status_code
        == 204
    )


@pytest.mark.parametrize("path", ROWS)
def test_the_table_right_is_the_callers(api: Api, reader: Api, path: str) -> None:
    here = f"{path}/{ROWS[path]}"
    assert api.get(here)["TableRight"] == {"Mask": "FULL", "Reason": ""}
    right = reader.get(here)["TableRight"]
    assert right["Mask"] == "Select"
    assert right["Reason"]


def test_a_right_that_was_given_shows_at_once(reader: Api) -> None:
    here = f"/api/v1/Ticket/{cast.MASTER_TICKET}"
    assert set(masks(reader.get(here)).values()) == READING
    user = User.objects.get(username="reader")
    user.user_permissions.add(Permission.objects.get(codename="change_ticket"))
    found = reader.get(here)
    assert found["TableRight"]["Mask"] == "Select, Update"
    assert masks(found)["Title"] in CHANGING
    assert reader.put(here, {"Title": "Changed by the reader"})["Title"] == "Changed by the reader"
    reader.refused(403, "POST", "/api/v1/Ticket", {"Title": "x"})


SERVERS = {
    "/api/v1/Ticket": [
        "TicketId",
        "LastChanged",
        "CreatedBy",
        "NumMessages",
        "TimeToReply",
        "HasAttachment",
        "Messages",
    ],
    "/api/v1/Appointment": [
        "AppointmentId",
        "CreatedBy",
        "UpdatedBy",
        "CreatedDate",
        "UpdatedDate",
        "HasConflict",
    ],
    "/api/v1/SystemEvent": ["SystemEventId", "UpdatedCount", "Registered", "ActivatedBy"],
}


@pytest.mark.parametrize("path", ROWS)
def test_field_properties_tell_of_every_field_which_are_the_servers(api: Api, reader: Api, path: str) -> None:
    carrier = {"/api/v1/Ticket": "TicketEntity", "/api/v1/Appointment": "AppointmentEntity"}.get(
        path, "SystemEventEntity"
    )
    found = api.get(f"{path}/{ROWS[path]}")
    assert list(found["FieldProperties"]) == [
        name for name in fields_of(carrier) if name not in ("TableRight", "FieldProperties")
    ]
    assert {masks(found)[name] for name in SERVERS[path]} == READING
    assert masks(found)["Eventmess" if carrier == "SystemEventEntity" else "Title"] in CHANGING
    assert set(masks(reader.get(f"{path}/{ROWS[path]}")).values()) == READING


LENGTHS: list[tuple[str, str, type[models.Model], str]] = [
    ("/api/v1/Ticket", "Title", Ticket, "title"),
    ("/api/v1/Ticket", "Author", Ticket, "author"),
    ("/api/v1/Appointment", "Description", Appointment, "description"),
    ("/api/v1/Appointment", "JoinVideomeetUrl", Appointment, "videomeet_url"),
    ("/api/v1/SystemEvent", "Eventkey", SystemEvent, "key"),
]


@pytest.mark.parametrize(("path", "member", "model", "column"), LENGTHS)
def test_field_lengths_are_those_of_the_columns_and_what_is_longer_is_refused(
    api: Api, path: str, member: str, model: type[models.Model], column: str
) -> None:
    field = api.get(f"{path}/{ROWS[path]}")["FieldProperties"][member]
    length = getattr(model._meta.get_field(column), "max_length", 0)
    assert (field["FieldType"], field["FieldLength"]) == ("System.String", length)
    body = {"Eventkey": "k"}
    assert api.post(path, body | {member: "x" * length})[member] == "x" * length
    assert api.refused(400, "POST", path, body | {member: "x" * (length + 1)}).startswith(f"$.{member}: ")


TYPES = {
    "TicketId": "System.Int32",
    "CreatedAt": "System.DateTime",
    "HasAttachment": "System.Boolean",
    "OwnedBy": "SuperOffice.CRM.Services.Associate",
    "Category": "SuperOffice.CRM.Services.TicketCategoryEntity",
    "Tags": "SuperOffice.CRM.Services.Tag[]",
}


@pytest.mark.parametrize(("member", "kind"), TYPES.items())
def test_field_types_are_spelled_as_the_original_spells_them(api: Api, member: str, kind: str) -> None:
    assert api.get(f"/api/v1/Ticket/{cast.MASTER_TICKET}")["FieldProperties"][member]["FieldType"] == kind


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Basic",
        "Basic !",
        "Basic dGplMDp4",
        cast.basic("", ""),
        cast.basic("tje0", "tje0"),
        cast.basic("x", "Tje0"),
        "Bearer",
        "Bearer 8A:abc",
        "SOTicket 7T:MQAz==",
        "Negotiate abc",
        "dGplMDpUamUw",
    ],
)
def test_who_does_not_sign_in_is_asked_to_and_saves_nothing(stranger: Api, authorization: str) -> None:
    before = row_counts()
    for name in PRINTED:
        call = sample(name)
        answer = stranger.send("POST", call.path, call.body, headers={"Authorization": authorization})
        assert (answer.status_code, bool(words_of(answer))) == (401, True), name
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")
    assert row_counts() == before


@pytest.mark.parametrize("scheme", ["Basic", "basic", "BASIC"])
def test_a_scheme_is_heard_in_any_case(named_rows: None, scheme: str) -> None:
    api = Api(Client(), f"{scheme} dGplMDpUamUw")
    assert api.get(f"/api/v1/Ticket/{cast.MASTER_TICKET}")["TicketId"] == cast.MASTER_TICKET


def test_a_closed_account_does_not_sign_in(api: Api) -> None:
    here = f"/api/v1/Ticket/{cast.MASTER_TICKET}"
    api.get(here)
    User.objects.filter(username="tje0").update(is_active=False)
    api.refused(401, "GET", here)
    User.objects.filter(username="tje0").update(is_active=True)
    Associate.objects.filter(pk=cast.TJE0).update(deleted=True)
    api.refused(401, "GET", here)


def test_an_account_that_is_no_user_of_the_desk_is_told_so(named_rows: None) -> None:
    User.objects.create_superuser("root", password="Root")
    words = Api(Client(), cast.basic("root", "Root")).refused(
        403, "GET", f"/api/v1/Ticket/{cast.MASTER_TICKET}"
    )
    assert "user of the desk" in words


@pytest.fixture
def browser(named_rows: None) -> Api:
    """tje0 in the admin session of a browser, with its XSRF-TOKEN cookie."""
    client = Client(enforce_csrf_checks=True)
    account = User.objects.get(username="tje0")
    client.force_login(account, backend="crm.directory.views.accounts.AccountBackend")
    client.cookies["XSRF-TOKEN"] = TOKEN
    return Api(client, "")


def test_the_session_of_a_browser_needs_the_token_of_its_cookie(browser: Api) -> None:
    assert browser.get(f"/api/v1/Ticket/{cast.MASTER_TICKET}")["TicketId"] == cast.MASTER_TICKET
    browser.refused(403, "POST", "/api/v1/Ticket", {"Title": "x"})
    browser.refused(403, "POST", "/api/v1/Ticket", {"Title": "x"}, headers={"X-XSRF-TOKEN": "b" * 32})
    assert browser.post("/api/v1/Ticket", {"Title": "x"}, headers={"X-XSRF-TOKEN": TOKEN})["Title"] == "x"


FORM = "application/x-www-form-urlencoded"


def test_the_token_of_a_browser_counts_in_the_header_only(browser: Api) -> None:
    form = f"Title=x&csrfmiddlewaretoken={TOKEN}".encode()
    browser.refused(403, "POST", "/api/v1/Ticket", form, content_type=FORM)
    sent = {"X-XSRF-TOKEN": TOKEN}
    assert browser.post("/api/v1/Ticket", form, content_type=FORM, headers=sent)["Title"] == "x"
    browser.refused(
        415, "POST", "/api/v1/Ticket", b"--x--", content_type="multipart/form-data; boundary=x", headers=sent
    )


def test_the_body_of_a_browser_is_bounded_too(browser: Api, settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    for kind in ("application/json", FORM):
        body = b'{"Title": "' + b"x" * 1000 + b'"}'
        browser.refused(
            413, "POST", "/api/v1/Ticket", body, content_type=kind, headers={"X-XSRF-TOKEN": TOKEN}
        )
