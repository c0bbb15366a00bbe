"""`$select` on one entity: what is not asked for is null, and nothing else changes."""

from __future__ import annotations

import pytest

from tests.calls import cast
from tests.calls.callers import Api
from tests.calls.documented import fields_of, sample

TICKET = f"/api/v1/Ticket/{cast.MASTER_TICKET}"
ALWAYS = {"TicketId", "TableRight", "FieldProperties", "_Links"}


def shown(carrier: dict[str, object]) -> set[str]:
    """The members that are not null."""
    return {name for name, value in carrier.items() if value is not None}


@pytest.mark.parametrize(
    "query",
    [
        "$select=Title,deadline,STATUS",
        "$Select=title,Deadline,status",
        "%24select=Title,Deadline,Status",
        "$select=%20Title%20,%20Deadline,,Status,",
        "%24SELECT=Title%2CDeadline%2CStatus",
    ],
)
def test_what_is_not_selected_is_null_and_names_are_read_in_any_case(api: Api, query: str) -> None:
    whole, part = api.get(TICKET), api.get(f"{TICKET}?{query}")
    assert list(part) == list(whole)
    assert shown(part) == {"Title", "Deadline", "Status"} | ALWAYS
    assert {name: part[name] for name in shown(part)} == {name: whole[name] for name in shown(part)}


@pytest.mark.parametrize("query", ["", "?", "?$select=", "?$select=%20"])
def test_an_empty_selection_is_everything(api: Api, query: str) -> None:
    assert api.get(f"{TICKET}{query}") == api.get(TICKET)


def test_unknown_names_select_nothing_and_are_no_error(api: Api) -> None:
    assert shown(api.get(f"{TICKET}?$select=name,department,category/id")) <= {"Category"} | ALWAYS
    assert shown(api.get(f"{TICKET}?$select=NoSuchThing")) == ALWAYS


def test_a_member_of_a_member_is_selected_by_its_path(api: Api) -> None:
    part = api.get(f"{TICKET}?$select=status/name,TITLE")
    assert part["Title"] == "The same again"
    assert list(part["Status"]) == list(fields_of("TicketStatusEntity"))
    assert shown(part["Status"]) == {"Name"}
    assert part["Status"]["Name"] == "Active"


def test_the_printed_selection_works_on_every_documented_address(api: Api) -> None:
    """`?$select=name,department,category/id` is what all five pages print."""
    for name in ("post_appointment", "post_system_event", "send_event"):
        call = sample(name)
        found = api.post(f"{call.path}?$select=name,department,category/id", call.body)
        assert [member for member in found if member in call.answer] == list(call.answer)
        assert shown(found) - {"AppointmentId", "SystemEventId"} <= {
            "TableRight",
            "FieldProperties",
            "_Links",
        }


def test_a_call_that_answers_nothing_takes_a_selection_too(api: Api) -> None:
    call = sample("send_system_message")
    answer = api.send("POST", f"{call.path}?$select=name,department,category/id", call.body)
    assert (answer.status_code, answer.content) == (204, b"")


def test_collections_are_selected_whole_or_not_at_all(api: Api) -> None:
    made = api.post(
        "/api/v1/Ticket", {"Title": "t", "Tags": [cast.TAG], "SecondaryPersons": [{"PersonId": cast.PERSON}]}
    )
    part = api.get(f"/api/v1/Ticket/{made['TicketId']}?$select=tags,SecondaryPersons/firstname")
    assert part["Tags"] == made["Tags"]
    assert [shown(person) for person in part["SecondaryPersons"]] == [{"Firstname"}]
    assert part["Messages"] is None


def test_selecting_on_save_changes_what_is_answered_and_not_what_is_saved(api: Api) -> None:
    made = api.post("/api/v1/SystemEvent?$select=eta", {"Eventkey": "k", "Eventmess": "m", "ExtraInfo": 3})
    assert (made["Eventkey"], made["Eventmess"]) == (None, None)
    kept = api.get(f"/api/v1/SystemEvent/{made['SystemEventId']}")
    assert (kept["Eventkey"], kept["Eventmess"], kept["ExtraInfo"]) == ("k", "m", 3)
    changed = api.put(f"/api/v1/SystemEvent/{made['SystemEventId']}?$select=EVENTMESS", {"Eventkey": "k"})
    assert (changed["Eventkey"], changed["Eventmess"]) == (None, "")


def test_agents_take_a_selection(api: Api) -> None:
    path = f"/api/v1/Agents/Ticket/GetTicketEntity?ticketEntityId={cast.MASTER_TICKET}&$select=title"
    assert shown(api.post(path, None)) == ALWAYS - {"_Links"} | {"Title"}


def test_a_selection_out_of_all_proportion_is_no_server_error(api: Api) -> None:
    names = ",".join(f"a{number}/b/c/d/e/f" for number in range(400))
    assert shown(api.get(f"{TICKET}?$select={names}")) == ALWAYS
    assert shown(api.get(f"{TICKET}?$select=" + "/".join("title" for _ in range(500)))) == ALWAYS | {"Title"}
