"""Bodies as people really send them: other cases, other types, whole carriers, words for nothing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.calls import cast
from tests.calls.callers import Api
from tests.calls.documented import FOREVER, UNSET, instant, sample

FORM = "application/x-www-form-urlencoded"
ADDRESSES = {
    "post_ticket": "/api/v1/Ticket",
    "post_appointment": "/api/v1/Appointment",
    "post_system_event": "/api/v1/SystemEvent",
}
SERVERS = {"TicketId", "AppointmentId", "LastChanged", "CreatedDate", "UpdatedDate", "ActiveDate", "_Links"}


def camel(value: Any, parent: str = "") -> Any:
    """Names as the official client writes them; the keys of dictionaries are data."""
    if isinstance(value, list):
        return [camel(element) for element in value]
    if not isinstance(value, dict) or parent.endswith("Fields"):
        return value
    return {name[:1].lower() + name[1:]: camel(inner, name) for name, inner in value.items()}


def without_the_servers(carrier: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in carrier.items() if name not in SERVERS}


@pytest.mark.parametrize("name", ["post_ticket", "post_appointment"])
@pytest.mark.parametrize("spelled", [camel, lambda body: {key.upper(): body[key] for key in body}])
def test_names_are_read_in_any_case(api: Api, name: str, spelled: Any) -> None:
    body = sample(name).body
    assert without_the_servers(api.post(ADDRESSES[name], spelled(body))) == without_the_servers(
        api.post(ADDRESSES[name], body)
    )


def test_the_keys_of_dictionaries_are_data(api: Api) -> None:
    fields = {"x_Foo": "1", "X_foo": "2", "SuperOffice:1": "[I:3]", "ticketId": "no id", "": "", "æ": "ø"}
    found = api.post("/api/v1/Ticket", {"customFields": fields, "EXTRAFIELDS": {"a.B:c": " "}})
    assert found["CustomFields"] == fields
    assert found["ExtraFields"] == {"a.B:c": " "}
    assert api.get(f"/api/v1/Ticket/{found['TicketId']}")["CustomFields"] == fields


@pytest.mark.parametrize(
    "body", [{}, {"TicketId": 0}, {"NoSuchMember": {"a": [1]}, "_Links": {}, "TableRight": 7}]
)
def test_an_entity_may_be_sent_with_next_to_nothing(api: Api, body: Any) -> None:
    found = api.post("/api/v1/Ticket", body)
    assert found["TicketId"] > 0
    assert found["Title"] == ""
    assert found["BaseStatus"] == "Active"
    assert found["Origin"] == "API"


def test_what_a_client_read_and_sends_back_is_ignored_where_it_is_the_servers(api: Api) -> None:
    read = api.get(f"/api/v1/Ticket/{cast.MASTER_TICKET}")
    read["TableRight"] = {"Mask": 0, "Reason": "sent as a number by the official client"}
    read["FieldProperties"] = {"Title": {"FieldRight": {"Mask": 67}}}
    read |= {"NumMessages": 99, "CreatedBy": {"AssociateId": 360}, "LastChanged": "1999-01-01T00:00:00"}
    found = api.post("/api/v1/Ticket", read)
    assert found["TicketId"] != cast.MASTER_TICKET
    assert (found["NumMessages"], found["CreatedBy"]["AssociateId"]) == (0, cast.TJE0)
    assert found["TableRight"]["Mask"] == "FULL"


REFERENCES = {
    "OwnedBy": ("AssociateId", 360),
    "Category": ("TicketCategoryId", cast.CATEGORY),
    "Status": ("TicketStatusId", cast.WAITING),
    "Person": ("PersonId", cast.PERSON),
    "Sale": ("SaleId", cast.SALE),
    "Project": ("ProjectId", cast.PROJECT),
    "TicketType": ("TicketTypeId", cast.TICKET_TYPE),
    "Priority": ("TicketPriorityId", cast.TICKET_PRIORITY),
}


@pytest.mark.parametrize(("member", "key"), REFERENCES.items())
def test_of_a_nested_carrier_only_the_id_counts(api: Api, member: str, key: tuple[str, int]) -> None:
    name, number = key
    for given in (
        {name: number},
        {name.lower(): str(number), "Name": "not this", "Rank": "x"},
        str(number),
        number,
    ):
        found = api.post("/api/v1/Ticket", {member: given})[member]
        assert found[name] == number
        assert found.get("Name") != "not this"


@pytest.mark.parametrize("none", [None, {}, 0, -1, "0", "", "{id: 0}", "{id: -1}", "{id: null}"])
@pytest.mark.parametrize("member", ["OwnedBy", "Category", "Person", "Sale", "Project", "TicketType"])
def test_nothing_is_said_in_many_ways(api: Api, member: str, none: Any) -> None:
    if isinstance(none, str) and none.startswith("{"):
        key = REFERENCES[member][0]
        none = {key: {"0": 0, "-": -1, "n": None}[none[5]]}
    assert api.post("/api/v1/Ticket", {member: none})[member] is None


@pytest.mark.parametrize("none", [None, 0, -1, "0", "", "-1"])
def test_a_bare_id_may_be_none(api: Api, none: Any) -> None:
    found = api.post("/api/v1/Ticket", {"ConnectId": none, "SuggestedCategoryId": none})
    assert (found["ConnectId"], found["SuggestedCategoryId"]) == (0, 0)
    members = ("MotherId", "SuggestedAppointmentId", "PreferredTZLocation")
    found = api.post("/api/v1/Appointment", dict.fromkeys(members, none))
    assert {found[name] for name in members} == {0}
    assert (found["BookingType"], found["MotherAssociate"]["AssociateId"]) == ("None", cast.TJE0)


@pytest.mark.parametrize("none", [None, 0, -1, "-1"])
def test_entries_of_collections_that_name_nobody_are_left_out(api: Api, none: Any) -> None:
    found = api.post(
        "/api/v1/Appointment",
        {
            "Participants": [
                {"AssociateId": none, "PersonId": none, "EmailId": none},
                {"AssociateId": 360, "EmailId": none},
            ],
            "Links": [{"EntityName": "sale", "Id": none}, {"EntityName": "sale", "Id": cast.SALE}],
        },
    )
    assert [(one["AssociateId"], one["EmailId"]) for one in found["Participants"]] == [(360, 0)]
    assert [(link["EntityName"], link["Id"]) for link in found["Links"]] == [("sale", cast.SALE)]


def test_whole_carriers_that_were_read_can_be_sent(api: Api) -> None:
    first = api.post("/api/v1/Ticket", {name: {key: number} for name, (key, number) in REFERENCES.items()})
    again = api.post("/api/v1/Ticket", {name: first[name] for name in REFERENCES})
    assert {name: again[name] for name in REFERENCES} == {name: first[name] for name in REFERENCES}


def test_numbers_and_truths_may_be_texts(api: Api) -> None:
    found = api.post(
        "/api/v1/Appointment", {"HasAlarm": "true", "IsFree": 1, "IsMileStone": "False", "ColorIndex": "7"}
    )
    assert (found["HasAlarm"], found["IsFree"], found["IsMileStone"], found["ColorIndex"]) == (
        True,
        True,
        False,
        7,
    )


@pytest.mark.parametrize("given", ["External", "external", "EXTERNAL", 2, "2"])
def test_an_enum_is_read_by_name_in_any_case_or_by_number_and_answered_by_name(api: Api, given: Any) -> None:
    assert api.post("/api/v1/Ticket", {"Slevel": given})["Slevel"] == "External"


@pytest.mark.parametrize("given", ["inChecklist", "InChecklist", "inchecklist", 2])
def test_an_enum_that_begins_small_is_answered_small(api: Api, given: Any) -> None:
    assert api.post("/api/v1/Appointment", {"Type": given})["Type"] == "inChecklist"


DATES = {
    "2026-03-01T12:00:00": "2026-03-01T12:00:00Z",
    "2026-03-01T12:00:00Z": "2026-03-01T12:00:00Z",
    "2026-03-01T12:00:00+01:00": "2026-03-01T11:00:00Z",
    "2026-03-01T12:00:00-09:30": "2026-03-01T21:30:00Z",
    "2026-03-01T12:00:00.5Z": "2026-03-01T12:00:00.5Z",
    "2026-03-01T12:00:00.12Z": "2026-03-01T12:00:00.12Z",
    "2026-03-01T12:00:00.123Z": "2026-03-01T12:00:00.123Z",
    "2026-03-01T12:00:00.1234Z": "2026-03-01T12:00:00.1234Z",
    "2026-03-01T12:00:00.12345+02:00": "2026-03-01T10:00:00.12345Z",
    "2026-03-01T12:00:00.123456": "2026-03-01T12:00:00.123456Z",
    "2026-03-01T12:00:00.1234567+01:00": "2026-03-01T11:00:00.123456Z",
    "2026-03-01T12:00": "2026-03-01T12:00:00Z",
    "2026-03-01": "2026-03-01T00:00:00Z",
    "9999-12-31T23:59:59": f"{FOREVER}Z",
    "9999-12-31T23:59:59.9999999Z": f"{FOREVER}Z",
    "+010000-01-01T04:59:59.000Z": f"{FOREVER}Z",
}


@pytest.mark.parametrize(("sent", "meant"), DATES.items())
def test_a_date_is_read_with_any_fraction_and_offset(api: Api, sent: str, meant: str) -> None:
    found = api.post("/api/v1/Appointment", {"PublishTo": sent, "StartDate": sent, "EndDate": sent})
    assert {instant(found[name]) for name in ("PublishTo", "StartDate", "EndDate")} == {instant(meant)}


@pytest.mark.parametrize(
    "unset",
    [
        None,
        "",
        UNSET,
        f"{UNSET}Z",
        f"{UNSET}+01:00",
        f"{UNSET}.0000000",
        "0000-12-31T23:06:32.000Z",
        "0001-01-01",
    ],
)
def test_year_one_and_nothing_are_no_date(api: Api, unset: Any) -> None:
    found = api.post("/api/v1/Ticket", {"Deadline": unset, "Activate": unset})
    assert (found["Deadline"], found["Activate"]) == (UNSET, UNSET)


DURATIONS = {
    "00:15:00": "00:15:00",
    "00:15": "00:15:00",
    "26:00:00": "26:00:00",
    "1.02:00:00": "26:00:00",
    "P0D": "00:00:00",
    "PT15M": "00:15:00",
    "PT1H30M": "01:30:00",
    "P1DT2H": "26:00:00",
    "voluptatum": "00:00:00",
    "": "00:00:00",
    None: "00:00:00",
}


@pytest.mark.parametrize(("sent", "meant"), DURATIONS.items())
def test_a_duration_is_read_as_a_clock_or_as_iso_and_answered_as_a_clock(
    api: Api, sent: str | None, meant: str
) -> None:
    found = api.post("/api/v1/Appointment", {"AlarmLeadTime": sent, "LeadTime": sent, "LagTime": sent})
    assert {found[name] for name in ("AlarmLeadTime", "LeadTime", "LagTime")} == {meant}


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


@pytest.mark.parametrize(
    "kind", ["text/json", "application/JSON;charset=UTF-8", "application/json;odata=verbose", ""]
)
def test_json_goes_by_several_names(api: Api, kind: str) -> None:
    assert api.post("/api/v1/Ticket", {"Title": "Grüße"}, content_type=kind)["Title"] == "Grüße"


def test_a_byte_order_mark_does_no_harm(api: Api) -> None:
    assert api.post("/api/v1/Ticket", '\ufeff{"Title": "x"}'.encode())["Title"] == "x"


def test_names_may_stand_in_any_script(api: Api) -> None:
    title = "さくら文具 🌸 مرحبا \u202ertl\u202c \u200d"
    found = api.post("/api/v1/Ticket", {"Title": title})
    assert api.get(f"/api/v1/Ticket/{found['TicketId']}")["Title"] == title
