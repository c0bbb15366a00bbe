"""XML over HTTP: which type is answered, refusals in it, and what is sent in it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crm.appointments.models import Appointment
from crm.tickets.contracts import TICKET
from crm.wire.markup import from_xml
from tests.callers import Api
from tests.world import World, again

XML = "application/xml; charset=utf-8"
TEXT_XML = "text/xml; charset=utf-8"
JSON = "application/json; charset=utf-8"

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(world: World) -> Api:
    return Api(world.tove)


@pytest.fixture
def path(world: World) -> str:
    return f"Ticket/{world.ticket.pk}"


def send(
    api: Api, method: str, path: str, body: str = "", *, kind: str = "application/xml", **headers: str
) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return api.client.generic(method, f"/api/v1/{path}", body, content_type=kind, headers=named)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/xml", XML),
        ("text/xml", TEXT_XML),
        ("APPLICATION/XML; charset=utf-8", XML),
        ("application/xml;q=0.5, text/xml", TEXT_XML),
        ("application/xml;q=0.9, application/json;q=0.8", XML),
        ("application/xml;q=0.8, application/json;q=0.9", JSON),
        ("application/xml, application/json", JSON),
        ("application/xml, */*;q=0.1", XML),
        ("application/json;q=0, */*", JSON),
        ("application/json;q=0, application/xml;q=0.1", XML),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", XML),
        ("application/merge-patch+json", JSON),
        ("application/json-patch+json", JSON),
        ("text/json", JSON),
        ("text/*", JSON),
        ("*/*", JSON),
        ("application/xml;q=high", XML),
        ("", JSON),
    ],
)
def test_the_type_that_is_liked_best_is_answered(accept: str, kind: str, api: Api, path: str) -> None:
    answer = send(api, "GET", path, Accept=accept)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)


@pytest.mark.parametrize(
    ("query", "accept", "kind"),
    [
        ("$format=XML", "application/json", XML),
        ("$Format=xml", "*/*", XML),
        ("%24format=Xml", "image/png", XML),
        ("$format=JSON", "application/xml", JSON),
        ("$format=json", "image/png", JSON),
        ("$format=", "application/xml", XML),
        ("informat=xml", "application/json", JSON),
    ],
)
def test_the_query_counts_more_than_the_header(
    query: str, accept: str, kind: str, api: Api, path: str
) -> None:
    answer = send(api, "GET", f"{path}?{query}", Accept=accept)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)


@pytest.mark.parametrize(
    ("query", "accept"),
    [("", "image/png"), ("", "application/xml;q=0"), ("", "*/*;q=0"), ("?$format=csv", "*/*"), ("?$format=atom", "*/*")],
)  # fmt: skip
def test_what_nobody_can_answer_is_refused(query: str, accept: str, api: Api, path: str) -> None:
    answer = send(api, "GET", f"{path}{query}", Accept=accept)
    assert (answer.status_code, answer.headers["Content-Type"]) == (406, JSON)
    assert answer.json()["Error"] is True


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "Ticket/999999", 404),
        ("GET", "Nothing", 404),
        ("DELETE", "Ticket", 405),
        ("PUT", "Ticket/1", 400),
    ],
)
def test_refusals_come_in_the_type_that_was_asked_for(
    method: str, address: str, status: int, api: Api
) -> None:
    answer = send(api, method, address, Accept="text/xml")
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, TEXT_XML)
    told = from_xml(answer.content)
    assert list(told) == ["Error", "ErrorType", "ErrorMessage", "ErrorSource", "Message"]
    assert told["Error"] == "true"
    assert answer.content.split(b"\n", 1)[1].startswith(b"<ErrorInfo>")


def test_strangers_are_refused_in_it_too(world: World) -> None:
    stranger = Api(world.tove)
    answer = stranger.client.get(
        f"/api/v1/Ticket/{world.ticket.pk}",
        headers={"authorization": "Bearer no", "accept": "application/xml"},
    )
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, XML)
    assert "WWW-Authenticate" in answer.headers


def test_a_ticket_is_created_with_texts_as_texts_and_numbers_as_numbers(api: Api, world: World) -> None:
    body = f"""<?xml version="1.0"?>
    <TicketEntity xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
      <Title>007</Title><AlertLevel>7</AlertLevel><Deadline>2026-03-02T12:00:00Z</Deadline>
      <OwnedBy><AssociateId>{world.bo.pk}</AssociateId></OwnedBy>
      <Slevel>External</Slevel><Sale i:nil="true"/>
      <Tags><TicketTag><Id>{world.vip.pk}</Id></TicketTag></Tags>
      <CustomFields><KeyValue><Key>SuperOffice:1</Key><Value>042</Value></KeyValue></CustomFields>
    </TicketEntity>"""
    answer = send(api, "POST", "Ticket", body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, JSON)
    told = answer.json()
    assert (told["Title"], told["AlertLevel"], told["Deadline"]) == ("007", 7, "2026-03-02T12:00:00")
    assert (told["OwnedBy"]["AssociateId"], told["Slevel"], told["Sale"]) == (world.bo.pk, "External", None)
    assert [tag["Id"] for tag in told["Tags"]] == [world.vip.pk]
    assert told["CustomFields"] == {"SuperOffice:1": "042"}


@pytest.mark.parametrize("kind", ["application/xml", "text/xml; charset=utf-8"])
def test_what_was_answered_in_xml_can_be_put_back(kind: str, api: Api, path: str, world: World) -> None:
    before = api.get(path)
    document = send(api, "GET", path, Accept="application/xml").content.decode()
    answer = send(api, "PUT", path, document.replace("No light", "Light"), kind=kind, Accept="text/xml")
    assert answer.status_code == 200
    after = api.get(path)
    assert {name for name in after if after[name] != before[name]} == {"Title", "LastChanged"}


def test_members_are_patched_in_xml(api: Api, path: str, world: World) -> None:
    merge = "<TicketEntity><Title>Light</Title><Slevel>Internal</Slevel></TicketEntity>"
    assert send(api, "PATCH", path, merge).json()["Title"] == "Light"
    steps = (
        "<ArrayOfPatchOperation><PatchOperation><op>test</op><path>AlertLevel</path><value>{level}</value>"
        "</PatchOperation><PatchOperation><op>add</op><path>/Tags/-</path><value><Id>{tag}</Id></value>"
        "</PatchOperation></ArrayOfPatchOperation>"
    )
    level, tag = again(world.ticket).alert_level, world.vip.pk
    assert send(api, "PATCH", path, steps.format(level=level + 1, tag=tag)).status_code == 409
    answer = send(api, "PATCH", path, steps.format(level=level, tag=tag))
    assert [each["Id"] for each in answer.json()["Tags"]] == [tag]


def test_agents_take_and_give_xml(api: Api, world: World) -> None:
    agent = "Agents/Ticket/SaveTicketEntity"
    saved = send(api, "POST", agent, "<TicketEntity><Title>007</Title></TicketEntity>", Accept="text/xml")
    told = from_xml(saved.content, TICKET)
    assert (saved.status_code, told["Title"]) == (200, "007")
    body = (
        f"<x><NewEntity><TicketId>{told['TicketId']}</TicketId><Title>Light</Title><Tags><{TAG}><Id>{world.vip.pk}"
        f"</Id></{TAG}></Tags></NewEntity><Notify>true</Notify></x>"
    )
    answer = send(api, "POST", "Agents/Ticket/SaveTicketEntityWithNotify", body)
    assert (answer.json()["TicketId"], answer.json()["Title"]) == (int(told["TicketId"]), "Light")
    assert [tag["Id"] for tag in answer.json()["Tags"]] == [world.vip.pk]
    nothing = send(api, "POST", "Agents/Ticket/GetTicketEntity?TicketEntityId=999999", Accept="text/xml")
    assert nothing.content.endswith(b"\n<TicketEntity />")


TAG = TICKET.specs["Tags"].contract.name  # type: ignore[union-attr]  # it is a collection


def test_a_blank_one_is_told_in_xml(api: Api) -> None:
    answer = send(api, "GET", "Appointment/default?$format=XML")
    assert answer.content.split(b"\n", 1)[1].startswith(b"<AppointmentEntity>")
    assert not Appointment.objects.exists()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<TicketEntity>", "not valid XML"),
        ("<!DOCTYPE a [<!ENTITY x 'y'>]><TicketEntity><Title>&x;</Title></TicketEntity>", "document type"),
        ("<a>" * 100, "nested more than"),
        ("<TicketEntity><AlertLevel>high</AlertLevel></TicketEntity>", "$.AlertLevel"),
        ("<TicketEntity><Title><a/></Title></TicketEntity>", "$.Title"),
        ("<TicketEntity><Tags>x</Tags></TicketEntity>", "$.Tags"),
        ("<TicketEntity><CustomFields>x</CustomFields></TicketEntity>", "$.CustomFields"),
        ("<TicketEntity><OwnedBy><AssociateId>999999</AssociateId></OwnedBy></TicketEntity>", "$.OwnedBy"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_words(body: str, words: str, api: Api) -> None:
    answer = send(api, "POST", "Ticket", body, Accept="application/xml")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, XML)
    assert words in from_xml(answer.content)["ErrorMessage"]


def test_a_body_too_large_is_refused(api: Api, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = send(api, "POST", "Ticket", f"<TicketEntity><Title>{'x' * 100}</Title></TicketEntity>")
    assert answer.status_code == 413


def test_each_type_has_a_tag_of_its_own_and_both_name_the_row(api: Api, path: str) -> None:
    plain, marked = (
        send(api, "GET", path, Accept=accept).headers["ETag"] for accept in ("application/json", "text/xml")
    )
    assert plain != marked
    assert send(api, "GET", path, Accept="text/xml", If_None_Match=marked).status_code == 304
    assert send(api, "GET", path, Accept="text/xml", If_None_Match=plain).status_code == 200
    assert send(api, "GET", path, Accept="text/xml", If_Match=plain).status_code == 200
    for tag in (plain, marked):
        body = json.dumps({})
        assert send(api, "PATCH", path, body, kind="application/json", If_Match=tag).status_code == 200
        refused = send(api, "PATCH", path, body, kind="application/json", If_None_Match=tag)
        assert refused.status_code == 412


def test_a_repeat_is_answered_in_the_type_that_it_asks_for(api: Api) -> None:
    body = "<TicketEntity><Title>007</Title></TicketEntity>"
    first = send(api, "POST", "Ticket", body, Idempotency_Key="k", Accept="application/xml")
    second = send(api, "POST", "Ticket", body, Idempotency_Key="k", Accept="application/xml")
    assert (second.content, second.headers["Content-Type"]) == (first.content, XML)
    assert send(api, "POST", "Ticket", body, Idempotency_Key="k").json()["Title"] == "007"
