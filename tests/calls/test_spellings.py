"""Bodies as people really send them: names in other cases, whole carriers, and words for nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.calls import cast
from tests.calls.callers import Api
from tests.calls.documented import sample

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
    assert without_the_servers(api.post(sample(name).path, spelled(body))) == without_the_servers(
        api.post(sample(name).path, body)
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


@pytest.mark.parametrize("member", ["OwnedBy", "Category", "Person", "Sale", "Project", "TicketType"])
def test_nothing_is_said_in_many_ways(api: Api, member: str) -> None:
    key = REFERENCES[member][0]
    for none in (None, {}, 0, -1, "0", "-1", "", {key: 0}, {key: -1}, {key: None}, {key.lower(): "0"}):
        assert api.post("/api/v1/Ticket", {member: none})[member] is None, none


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


def test_unknown_entries_of_collections_are_left_out_and_the_rest_is_kept_once(api: Api) -> None:
    found = api.post(
        "/api/v1/Ticket",
        {
            "Tags": [{"Id": cast.ABSENT}, {"Id": cast.TAG}, {"Id": cast.TAG, "Name": "twice"}],
            "SecondaryPersons": [{"PersonId": cast.PERSON}, cast.ABSENT, cast.PERSON, {}],
        },
    )
    assert [tag["Id"] for tag in found["Tags"]] == [cast.TAG]
    assert [person["PersonId"] for person in found["SecondaryPersons"]] == [cast.PERSON]
    read = api.get(f"/api/v1/Ticket/{found['TicketId']}")
    assert (read["Tags"], read["SecondaryPersons"]) == (found["Tags"], found["SecondaryPersons"])


def test_everybody_takes_part_once_and_nobody_who_is_unknown(api: Api) -> None:
    given = [
        {"AssociateId": 851, "Description": "first"},
        {"AssociateId": 851, "Description": "again"},
        {"AssociateId": cast.ABSENT},
        {"PersonId": cast.PERSON},
        {"EmailAddress": "guest@example.com"},
        {"EmailAddress": "GUEST@example.com"},
        {"EmailAddress": "other@example.com", "PersonId": cast.ABSENT},
    ]
    found = api.post("/api/v1/Appointment", {"Participants": given})["Participants"]
    assert [(one["AssociateId"], one["PersonId"], one["EmailAddress"]) for one in found] == [
        (851, 0, ""),
        (0, cast.PERSON, ""),
        (0, 0, "guest@example.com"),
    ]
    assert found[0]["Description"] == "first"


def test_an_entry_is_visible_for_those_who_exist_and_for_somebody_always(api: Api) -> None:
    group, unknown = (
        {"Visibility": "Group", "VisibleId": cast.GROUP},
        {"Visibility": "Associate", "VisibleId": cast.ABSENT},
    )
    for given, kept in (
        ([group, unknown, group], [("Group", cast.GROUP)]),
        ([unknown], [("Associate", cast.TJE0)]),
        ([], [("All", 0)]),
    ):
        found = api.post("/api/v1/Appointment", {"VisibleFor": given})["VisibleFor"]
        assert [(row["Visibility"], row["VisibleId"]) for row in found] == kept


def test_whole_carriers_that_were_read_can_be_sent(api: Api) -> None:
    first = api.post("/api/v1/Ticket", {name: {key: number} for name, (key, number) in REFERENCES.items()})
    again = api.post("/api/v1/Ticket", {name: first[name] for name in REFERENCES})
    assert {name: again[name] for name in REFERENCES} == {name: first[name] for name in REFERENCES}
