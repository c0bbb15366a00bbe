"""The five documented calls, header by header and body by body as the pages print them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from crm.messages.models import SystemMessage
from crm.workflows.models import EventType, WorkflowEvent
from tests.calls import cast
from tests.calls.callers import Api
from tests.calls.documented import PLAIN, Sample, instant, lacks, sample, tables

CARRIERS = {
    "post_ticket": "TicketEntity",
    "post_appointment": "AppointmentEntity",
    "post_system_event": "SystemEventEntity",
    "send_event": "WorkflowEventResult",
}
# What is the client's business and comes back as it was sent.
KEPT = {
    "post_ticket": """
        Title CreatedAt ReadByOwner ReadByCustomer FirstReadByOwner FirstReadByUser Activate ClosedAt RepliedAt
        AlertTimeout Deadline Author OwnedBy Category Slevel BaseStatus Origin Person AlertLevel ConnectId
        ReadStatus FromAddress Language Sentiment SentimentConfidence SuggestedCategoryId OrigHumanCategoryId
        Sale Project ExtraFields CustomFields
    """,
    "post_appointment": """
        Contact Description Title Agenda InternalNotes StartDate EndDate InvitedPerson Person MotherId Priority
        Project Type HasAlarm ColorIndex IsFree IsAlldayEvent Location RejectReason Recurrence Participants
        AssignmentStatus AssignedBy Task PreferredTZLocation Sale SuggestedAppointmentId IsMileStone
        CautionWarning OwnedExternally JoinVideomeetUrl CentralserviceVideomeetId UserDefinedFields ExtraFields
        CustomFields PublishEventDate PublishTo PublishFrom IsPublished
    """,
    "post_system_event": "Scope Eta Eventkey Eventmess ExtraInfo Owner",
}
EXTERNALLY = {"ExternallyOwnedType", "ExternallyOwnedStatus"}  # newer than the pages


def as_printed(api: Api, call: Sample) -> HttpResponse:
    """Sends a documented call with its printed headers."""
    headers = {name: value for name, value in call.headers.items() if name != "Content-Type"}
    return api.send(call.method, call.path, call.body, content_type=call.content_type, headers=headers)


def answered(api: Api, name: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(as_printed(api, sample(name)).content)
    return answer


def comparable(kind: str, value: Any) -> Any:
    """Dates as instants, elements without what is newer than the pages, the rest as it is."""
    if kind == "date-time":
        return instant(value)
    if isinstance(value, list):
        return [{name: one for name, one in element.items() if name not in EXTERNALLY} for element in value]
    return value


@pytest.mark.parametrize("name", [*CARRIERS, "send_system_message"])
def test_a_printed_call_signs_in_and_gets_the_printed_status(api: Api, name: str) -> None:
    call = sample(name)
    assert call.headers["Authorization"] == api.authorization
    answer = as_printed(api, call)
    assert answer.status_code == call.status
    if call.answer is not None:
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"


@pytest.mark.parametrize("name", CARRIERS)
def test_an_answer_has_every_printed_property_in_the_printed_order(api: Api, name: str) -> None:
    printed = list(sample(name).answer)
    found = answered(api, name)
    assert [member for member in found if member in printed] == printed


@pytest.mark.parametrize(("name", "carrier"), CARRIERS.items())
def test_an_answer_has_the_documented_members_and_types_and_spellings(
    api: Api, name: str, carrier: str
) -> None:
    found = answered(api, name)
    assert lacks(carrier, found) == []
    assert ("_Links" in found) == ("_Links" in sample(name).answer)


@pytest.mark.parametrize("name", KEPT)
def test_what_is_the_clients_business_comes_back_as_it_was_sent(api: Api, name: str) -> None:
    kinds = tables()["carriers"][CARRIERS[name]]
    sent, found = sample(name).body, answered(api, name)
    members = KEPT[name].split()
    assert {member: comparable(kinds[member], found[member]) for member in members} == {
        member: comparable(kinds[member], sent[member]) for member in members
    }


def test_a_printed_ticket_leaves_the_servers_business_to_the_server(api: Api) -> None:
    sent, found = sample("post_ticket").body, answered(api, "post_ticket")
    assert found["TicketId"] not in (0, sent["TicketId"])
    assert found["CreatedBy"]["AssociateId"] == cast.TJE0
    assert instant(found["LastChanged"]) > instant("2026-01-01T00:00:00")
    counters = [name for name in found if name.startswith(("TimeTo", "RealTime", "TimeSpent", "Num"))]
    assert {found[name] for name in counters} == {0}
    assert found["Messages"] == []
    assert found["HasAttachment"] is False
    assert found["SuggestedCategoryName"] == "Category 520"
    assert found["IconHint"] != sent["IconHint"]


def test_a_printed_ticket_takes_the_desks_defaults_where_it_says_null(api: Api) -> None:
    found = answered(api, "post_ticket")
    assert found["Status"]["TicketStatusId"] == cast.ACTIVE
    assert found["Status"]["Status"] == found["BaseStatus"] == "Active"
    assert found["Priority"]["TicketPriorityId"] == cast.TICKET_PRIORITY


def test_a_printed_ticket_carries_whole_rows_where_ids_were_sent(api: Api) -> None:
    found = answered(api, "post_ticket")
    assert [(person["PersonId"], person["Firstname"]) for person in found["SecondaryPersons"]] == [
        (cast.PERSON, "Bobbie")
    ]
    assert [(tag["Id"], tag["Name"]) for tag in found["Tags"]] == [(cast.TAG, "bug")]


def test_words_in_place_of_durations_count_as_none(api: Api) -> None:
    sent, found = sample("post_appointment").body, answered(api, "post_appointment")
    for name in ("AlarmLeadTime", "LagTime", "LeadTime"):
        assert not sent[name][0].isdigit()
        assert found[name] == "00:00:00"


def test_a_printed_appointment_leaves_out_the_entries_that_are_filler(api: Api) -> None:
    found = answered(api, "post_appointment")
    assert found["Links"] == []
    assert found["ActiveLinks"] == 0
    assert [(row["VisibleId"], row["Visibility"]) for row in found["VisibleFor"]] == [(0, "All")]
    assert found["Private"] == "Public", "privacy only repeats for whom the entry is visible"


def test_a_printed_appointment_shows_one_status_in_its_three_properties(api: Api) -> None:
    found = answered(api, "post_appointment")
    shown = (found["Completed"], found["InvitationStatus"], found["AssignmentStatus"])
    assert shown == ("NotStarted", "None", "Assigning"), "an assignment under way hides the rest"


def test_a_printed_appointment_leaves_the_servers_business_to_the_server(api: Api) -> None:
    found = answered(api, "post_appointment")
    assert found["AppointmentId"] not in (0, 305)
    assert {found[name]["AssociateId"] for name in ("Associate", "CreatedBy", "UpdatedBy")} == {cast.TJE0}
    assert found["MotherAssociate"]["AssociateId"] == 851
    assert found["BookingType"] == "Participant", "its mother is another appointment"
    assert found["RejectCounter"] == 0
    assert found["HasConflict"] is False
    assert found["PreferredTZLocationData"] is None
    assert instant(found["CreatedDate"]) == instant(found["UpdatedDate"]) > instant("2026-01-01T00:00:00")


def test_a_printed_system_event_leaves_the_servers_business_to_the_server(api: Api) -> None:
    before = timezone.now()
    found = answered(api, "post_system_event")
    assert found["SystemEventId"] not in (0, 320)
    assert found["UpdatedCount"] == 0
    assert found["ActivatedBy"]["AssociateId"] == cast.TJE0
    assert before <= instant(found["Registered"]) <= timezone.now()


def test_a_null_workflow_event_is_kept_as_one_of_no_type(api: Api) -> None:
    found = answered(api, "send_event")
    assert (found["EventType"], found["Attributes"]) == ("None", "")
    event = WorkflowEvent.objects.get()
    assert (event.event_type, event.attributes, event.received_from_id) == (EventType.NONE, "", cast.TJE0)


def test_a_printed_system_message_answers_nothing_and_stands_for_its_user(api: Api) -> None:
    call = sample("send_system_message")
    answer = as_printed(api, call)
    assert (answer.status_code, answer.content) == (204, b"")
    message = SystemMessage.objects.get()
    assert message.associate_id == call.body["AssociateId"] == 360
    assert (message.system_message_id, message.markdown) == ("sint", "ipsam")
    assert message.get_type_display() == "Error"
    assert message.expire == instant(call.body["Expire"])


BEYOND = {"LicenseInfo"}  # not part of the slice: what holds one tells null


def test_the_documented_table_of_types_is_whole() -> None:
    """A slip in the check itself would let everything pass."""
    kinds = {kind for fields in tables()["carriers"].values() for kind in fields.values()}
    for kind in kinds:
        inner = kind.rpartition(" of ")[2].removeprefix("array of ").removeprefix("dict of ")
        known = inner in PLAIN or inner in tables()["carriers"] or inner in BEYOND
        assert known or inner.removeprefix("enum ") in tables()["enums"], kind
    assert lacks("TableRight", {"Mask": 15, "Reason": ""}) == ["$.Mask is no ETableRight but 15"]
    assert lacks("TableRight", {"Mask": "Select, Update", "Reason": ""}) == []
    assert lacks("TableRight", {"Reason": "", "Mask": "FULL"}) != []
