"""What cannot be taken is refused with its JSON path, in the error shape, and nothing of it is saved."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import LazySettings

from crm.signals import ticket_saved
from crm.tickets.models import BaseStatus, Ticket, TicketStatus
from tests.calls import cast
from tests.calls.callers import Api, row_counts, words_of
from tests.calls.documented import sample

TICKET, APPOINTMENT, EVENT = "/api/v1/Ticket", "/api/v1/Appointment", "/api/v1/SystemEvent"
SEND_EVENT, SEND_MESSAGE = "/api/v1/Agents/Workflow/SendEvent", "/api/v1/Agents/Diagnostics/SendSystemMessage"
SAVE, NOTIFY = "/api/v1/Agents/Ticket/SaveTicketEntity", "/api/v1/Agents/Ticket/SaveTicketEntityWithNotify"
NO_ID = {"TicketCategoryId": cast.ABSENT}

AT_FAULT = [
    # ids
    (TICKET, {"Category": NO_ID}, "$.Category.TicketCategoryId"),
    (TICKET, {"ownedBy": {"associateId": cast.ABSENT}}, "$.OwnedBy.AssociateId"),
    (TICKET, {"OwnedBy": cast.ABSENT}, "$.OwnedBy"),
    (TICKET, {"Person": {"PersonId": "x745"}}, "$.Person.PersonId"),
    (TICKET, {"Category": [1]}, "$.Category"),
    (TICKET, {"Category": True}, "$.Category"),
    (TICKET, {"ConnectId": cast.ABSENT}, "$.ConnectId"),
    (TICKET, {"SuggestedCategoryId": cast.ABSENT}, "$.SuggestedCategoryId"),
    (APPOINTMENT, {"MotherId": cast.ABSENT}, "$.MotherId"),
    (APPOINTMENT, {"Task": {"TaskListItemId": cast.ABSENT}}, "$.Task.TaskListItemId"),
    (SEND_MESSAGE, {"AssociateId": cast.ABSENT, "SystemMessageId": "s"}, "$.AssociateId"),
    (SEND_MESSAGE, {"SystemMessageId": "s", "MarkdownMessage": "m"}, "$.AssociateId"),
    # enums
    (TICKET, {"Slevel": "Secret"}, "$.Slevel"),
    (TICKET, {"BaseStatus": 99}, "$.BaseStatus"),
    (TICKET, {"Origin": "999"}, "$.Origin"),
    (TICKET, {"Slevel": {"Name": "External"}}, "$.Slevel"),
    (TICKET, {"Slevel": 2.5}, "$.Slevel"),
    (APPOINTMENT, {"Type": "Diary"}, "$.Type"),
    (APPOINTMENT, {"Private": ["Public"]}, "$.Private"),
    (EVENT, {"Eventkey": "k", "Scope": "Galaxy"}, "$.Scope"),
    (SEND_MESSAGE, {"AssociateId": 360, "Type": "Fatal"}, "$.Type"),
    (SEND_EVENT, {"WorkflowEvent": {"EventType": "Nonsense"}}, "$.WorkflowEvent.EventType"),
    # dates
    (TICKET, {"Deadline": "tomorrow"}, "$.Deadline"),
    (TICKET, {"Deadline": "2026-02-30T00:00:00"}, "$.Deadline"),
    (TICKET, {"Deadline": 1767225600}, "$.Deadline"),
    (TICKET, {"Deadline": {"Date": "2026-02-03"}}, "$.Deadline"),
    (TICKET, {"Deadline": "2026-02-03T25:00:00Z"}, "$.Deadline"),
    (EVENT, {"Eventkey": "k", "Eta": "2026-02-03T10:00:00+99:00"}, "$.Eta"),
    (SEND_MESSAGE, {"AssociateId": 360, "Expire": "later"}, "$.Expire"),
    # texts
    (TICKET, {"Title": "x" * 255}, "$.Title"),
    (TICKET, {"Title": {"en": "x"}}, "$.Title"),
    (TICKET, {"Title": ["x"]}, "$.Title"),
    (TICKET, {"Title": "nul\x00"}, "$.Title"),
    (TICKET, {"Author": "ø" * 255}, "$.Author"),
    (APPOINTMENT, {"Description": "x" * 2049}, "$.Description"),
    (EVENT, {"Eventkey": "x" * 255}, "$.Eventkey"),
    (SEND_MESSAGE, {"AssociateId": 360, "SystemMessageId": "x" * 255}, "$.SystemMessageId"),
    # numbers and truths
    (TICKET, {"AlertLevel": "high"}, "$.AlertLevel"),
    (TICKET, {"AlertLevel": 1.5}, "$.AlertLevel"),
    (TICKET, {"AlertLevel": True}, "$.AlertLevel"),
    (TICKET, {"AlertLevel": 2**31}, "$.AlertLevel"),
    (TICKET, {"AlertLevel": -(2**31) - 1}, "$.AlertLevel"),
    (TICKET, {"AlertLevel": 10**30}, "$.AlertLevel"),
    (TICKET, {"AlertLevel": "9" * 5000}, "$.AlertLevel"),
    (TICKET, {"OwnedBy": {"AssociateId": 2**63}}, "$.OwnedBy.AssociateId"),
    (APPOINTMENT, {"ColorIndex": 40_000}, "$.ColorIndex"),
    (APPOINTMENT, {"ColorIndex": -7}, "$.ColorIndex"),
    (APPOINTMENT, {"Recurrence": {"RecurrenceCounter": -1}}, "$.Recurrence.RecurrenceCounter"),
    (APPOINTMENT, {"HasAlarm": "maybe"}, "$.HasAlarm"),
    (APPOINTMENT, {"IsFree": 2}, "$.IsFree"),
    # collections, and what lies inside
    (TICKET, {"Tags": {"Id": cast.TAG}}, "$.Tags"),
    (TICKET, {"Tags": [{"Id": "many"}]}, "$.Tags[0].Id"),
    (TICKET, {"Tags": [cast.TAG, "many"]}, "$.Tags[1]"),
    (TICKET, {"SecondaryPersons": "all"}, "$.SecondaryPersons"),
    (APPOINTMENT, {"Participants": [{"EmailAddress": "a@b.c"}, 5]}, "$.Participants[1]"),
    (APPOINTMENT, {"Participants": [{"SendEmail": "maybe"}]}, "$.Participants[0].SendEmail"),
    (APPOINTMENT, {"Participants": [{"EmailAddress": "x" * 255}]}, "$.Participants[0].EmailAddress"),
    (APPOINTMENT, {"VisibleFor": [{"Visibility": "Some"}]}, "$.VisibleFor[0].Visibility"),
    (APPOINTMENT, {"Links": [{"EntityName": "sale", "Id": "x"}]}, "$.Links[0].Id"),
    (APPOINTMENT, {"Recurrence": {"Pattern": "Hourly"}}, "$.Recurrence.Pattern"),
    (APPOINTMENT, {"Recurrence": {"DayPattern": {"Cycle": "x"}}}, "$.Recurrence.DayPattern.Cycle"),
    (APPOINTMENT, {"Recurrence": {"WeekPattern": {"Cycle": 40_000}}}, "$.Recurrence.WeekPattern.Cycle"),
    # dictionaries
    (TICKET, {"CustomFields": "x=1"}, "$.CustomFields"),
    (TICKET, {"ExtraFields": [1]}, "$.ExtraFields"),
    (TICKET, {"ExtraFields": {"x": "nul\x00"}}, "$.ExtraFields"),
    (TICKET, {"CustomFields": {"nul\x00": ""}}, "$.CustomFields"),
    # agents
    (SAVE, {"Slevel": "Secret"}, "$.Slevel"),
    (NOTIFY, {"NewEntity": {"Slevel": "Secret"}, "Notify": True}, "$.NewEntity.Slevel"),
    (NOTIFY, {"newEntity": {"category": NO_ID}}, "$.NewEntity.Category.TicketCategoryId"),
    (NOTIFY, {"Notify": True}, "$.NewEntity"),
]


def named(value: Any) -> str:
    return (
        value.rpartition("/")[2]
        if isinstance(value, str) and value.startswith("/")
        else json.dumps(value)[:40]
    )


@pytest.mark.parametrize(("path", "body", "member"), AT_FAULT, ids=named)
def test_a_member_at_fault_is_named_by_its_path(api: Api, path: str, body: Any, member: str) -> None:
    assert api.refused(400, "POST", path, body).startswith(f"{member}: ")


@pytest.mark.parametrize("path", [TICKET, APPOINTMENT, EVENT])
def test_put_names_the_member_at_fault_too_and_leaves_the_row_alone(api: Api, path: str) -> None:
    key = {TICKET: cast.MASTER_TICKET, APPOINTMENT: cast.MOTHER, EVENT: cast.EVENT}[path]
    before = api.get(f"{path}/{key}")
    name = {TICKET: "Title", APPOINTMENT: "Title", EVENT: "Eventmess"}[path]
    assert api.refused(400, "PUT", f"{path}/{key}", {name: "x" * 255, "Eventkey": "k"}).startswith(
        f"$.{name}: "
    )
    assert api.get(f"{path}/{key}") == before


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", TICKET),
        ("POST", APPOINTMENT),
        ("POST", EVENT),
        ("PUT", f"{TICKET}/{cast.MASTER_TICKET}"),
        ("PUT", f"{APPOINTMENT}/{cast.MOTHER}"),
        ("PUT", f"{EVENT}/{cast.EVENT}"),
        ("POST", SAVE),
        ("POST", SEND_MESSAGE),
    ],
)
def test_an_entity_is_expected_where_none_came(api: Api, method: str, path: str) -> None:
    for body in (b"", b"  \n", b"null", b'[{"Title": "x"}]', b'"Title"', b"5", b"true"):
        assert api.refused(400, method, path, body).startswith("$: "), body


NO_JSON = {
    "half": b'{"Title": "x"',
    "trailing comma": b'{"Title": "x",}',
    "comment": b'{"Title": "x"} // x',
    "single quotes": b"{'Title': 'x'}",
    "nan": b'{"AlertLevel": NaN}',
    "infinity": b'{"AlertLevel": Infinity}',
    "latin-1": '{"Title": "Grüße"}'.encode("latin-1"),
    "lone surrogate": b'{"Title": "\\ud800"}',
    "control character": b'{"Title": "a\nb"}',
    "deep array": b"[" * 100_000 + b"]" * 100_000,
    "deep object": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "rather deep": b'{"CustomFields":' + b'{"a":' * 40 + b"1" + b"}" * 41,
}


@pytest.mark.parametrize("body", NO_JSON.values(), ids=NO_JSON)
def test_a_body_that_is_no_json_or_too_deep_is_refused(api: Api, body: bytes) -> None:
    assert api.refused(400, "POST", TICKET, body)


def test_a_collection_out_of_all_proportion_is_refused(api: Api) -> None:
    assert api.refused(400, "POST", TICKET, {"Tags": [cast.TAG] * 100_000}).startswith("$.Tags: ")


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/x-yaml",
        ";",
    ],
)
def test_a_type_that_is_not_read_here_is_415(api: Api, kind: str) -> None:
    body = b"<TicketEntity><Title>x</Title></TicketEntity>"
    assert api.refused(415, "POST", TICKET, body, content_type=kind)
    assert api.refused(415, "PUT", f"{TICKET}/{cast.MASTER_TICKET}", body, content_type=kind)
    assert api.refused(415, "POST", SEND_EVENT, body, content_type=kind)


@pytest.mark.parametrize("kind", ["application/json", "text/json", "application/x-www-form-urlencoded"])
def test_a_body_that_is_too_large_is_413(api: Api, settings: LazySettings, kind: str) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    assert api.refused(413, "POST", TICKET, b'{"Title": "' + b"x" * 1000 + b'"}', content_type=kind)
    assert api.refused(413, "POST", SEND_EVENT, b"a=" + b"x" * 1000, content_type=kind)


def test_a_form_with_too_many_fields_is_refused(api: Api, settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    body = "&".join(f"a{number}=1" for number in range(20)).encode()
    assert api.refused(400, "POST", TICKET, body, content_type="application/x-www-form-urlencoded")


def test_an_error_of_ours_is_500_without_a_word_about_its_inside(api: Api) -> None:
    def fails(**_fact: object) -> None:
        raise ZeroDivisionError("the secret at /srv/secret.py")

    ticket_saved.connect(fails)
    before, counts = api.get(f"{TICKET}/{cast.MASTER_TICKET}"), row_counts()
    try:
        made = api.send("POST", f"{TICKET}?notify=true", sample("post_ticket").body)
        changed = api.send("PUT", f"{TICKET}/{cast.MASTER_TICKET}", {"Title": "half"})
    finally:
        ticket_saved.disconnect(fails)
    for answer in (made, changed):
        assert answer.status_code == 500
        words = words_of(answer) + answer.content.decode()
        assert not any(word in words for word in ("secret", "ZeroDivision", "Traceback", "File ", ".py"))
    assert row_counts() == counts
    assert Ticket.objects.filter(tags=cast.TAG).count() == 0, "no tag of the ticket that was not made"
    assert api.get(f"{TICKET}/{cast.MASTER_TICKET}") == before


def test_what_an_action_refuses_is_told_by_the_name_of_the_member_everywhere(api: Api) -> None:
    """A desk without a status for Deleted cannot delete, one without any cannot make a ticket."""
    made = api.post(TICKET, {"Title": "x"})["TicketId"]
    TicketStatus.objects.filter(base=BaseStatus.DELETED).delete()
    words = "$.BaseStatus: There is no ticket status for the base status Deleted; make one in admin."
    assert api.refused(400, "DELETE", f"{TICKET}/{made}") == words
    delete = "/api/v1/Agents/Ticket/DeleteTicketEntity"
    assert api.refused(400, "POST", delete, {"TicketEntityId": made}) == words
    Ticket.objects.all().delete()
    TicketStatus.objects.all().delete()
    words = words.replace("Deleted", "Active")
    assert api.refused(400, "POST", TICKET, {"Title": "x"}) == words
    assert api.refused(400, "GET", f"{TICKET}/default") == words
    assert api.refused(400, "POST", "/api/v1/Agents/Ticket/CreateDefaultTicketEntity") == words


def test_an_answer_without_a_body_names_no_type_of_one(api: Api) -> None:
    made = api.post(TICKET, {"Title": "x"})["TicketId"]
    message = {"SystemMessageId": "x", "AssociateId": 360, "MarkdownMessage": "x", "Type": "Info"}
    for answer in (
        api.send("POST", "/api/v1/Agents/Diagnostics/SendSystemMessage", message),
        api.send("DELETE", f"{TICKET}/{made}"),
    ):
        assert (answer.status_code, answer.content) == (204, b"")
        assert "Content-Type" not in answer.headers
