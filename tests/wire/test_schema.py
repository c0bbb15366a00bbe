"""The OpenAPI schema is made of the same tables that answer the calls."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, cast

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

Schema = dict[str, Any]


@pytest.fixture(scope="module")
def schema() -> Schema:
    GENERATOR_STATS.reset()
    generator = cast("Any", SchemaGenerator)()  # drf-spectacular annotates none of this
    return cast("Schema", generator.get_schema(request=None, public=True))


def operations(schema: Schema) -> Iterator[tuple[str, Schema]]:
    for address, verbs in schema["paths"].items():
        for verb, operation in verbs.items():
            yield f"{verb} {address}", operation


def test_the_schema_is_valid_and_made_without_a_warning(schema: Schema) -> None:
    cast("Any", validate_schema)(schema)
    assert not GENERATOR_STATS


def test_every_operation_says_in_a_sentence_what_it_does(schema: Schema) -> None:
    summaries = {name: operation.get("summary", "") for name, operation in operations(schema)}
    assert [name for name, summary in summaries.items() if not summary] == []
    assert {name: summary for name, summary in summaries.items() if " a A" in summary} == {}


def test_every_refusal_says_what_it_means(schema: Schema) -> None:
    bare = [
        f"{name} {status}"
        for name, operation in operations(schema)
        for status, answer in operation["responses"].items()
        if int(status) >= 400 and not answer["description"]
    ]
    assert bare == []


def test_every_operation_has_an_id_of_its_own(schema: Schema) -> None:
    ids = [operation["operationId"] for _name, operation in operations(schema)]
    assert len(ids) == len(set(ids)) > 20


def test_a_patch_is_an_array_of_operations_or_an_entity_to_merge(schema: Schema) -> None:
    patch = schema["paths"]["/api/v1/Ticket/{key}"]["patch"]
    (shape,) = {json.dumps(content["schema"]) for content in patch["requestBody"]["content"].values()}
    named = json.loads(shape)["$ref"].rpartition("/")[2]
    operations, entity = schema["components"]["schemas"][named]["oneOf"]
    assert operations == {"type": "array", "items": {"$ref": "#/components/schemas/PatchOperationRequest"}}
    assert entity == {"$ref": "#/components/schemas/PatchedTicketEntityRequest"}
    operation = schema["components"]["schemas"]["PatchOperationRequest"]
    assert operation["properties"]["op"]["enum"] == ["add", "replace", "remove", "test"]
    assert {"200", "404", "409"} <= set(patch["responses"])


def test_conditions_and_what_comes_of_them_are_told(schema: Schema) -> None:
    told = {
        verb: (
            {each["name"] for each in operation["parameters"] if each["name"].startswith("If-")},
            {"304", "409", "412"} & set(operation["responses"]),
        )
        for verb, operation in schema["paths"]["/api/v1/Appointment/{key}"].items()
    }
    unchanged = {"If-Match", "If-Unmodified-Since"}
    assert told == {
        "get": (unchanged | {"If-None-Match", "If-Modified-Since"}, {"304", "412"}),
        "put": (unchanged, {"412"}),
        "patch": (unchanged, {"409", "412"}),
        "delete": (unchanged, {"412"}),
    }
    event = schema["paths"]["/api/v1/SystemEvent/{key}"]["put"]
    assert [each["name"] for each in event["parameters"] if each["name"].startswith("If-")] == ["If-Match"]


def test_what_may_be_repeated_under_a_key_says_so(schema: Schema) -> None:
    told = {
        address
        for address, verbs in schema["paths"].items()
        for operation in verbs.values()
        if "Idempotency-Key" in {each["name"] for each in operation.get("parameters", ())}
    }
    assert {"/api/v1/Ticket", "/api/v1/Appointment", "/api/v1/Agents/Ticket/SaveTicketEntity"} <= told
    assert not {"/api/v1/Ticket/{key}", "/api/v1/Agents/Ticket/GetTicketEntity"} & told
    assert {"422"} <= set(schema["paths"]["/api/v1/Ticket"]["post"]["responses"])
    assert {"422"} <= set(schema["paths"]["/api/v1/Agents/Ticket/SaveTicketEntity"]["post"]["responses"])


def test_every_operation_says_how_to_ask_for_a_time_zone_and_a_language(schema: Schema) -> None:
    asked = {"SO-TimeZone", "SO-Language", "Accept-Language", "SO-Culture"}
    for name, operation in operations(schema):
        headers = {each["name"] for each in operation["parameters"] if each["in"] == "header"}
        assert asked <= headers, name
        for status, answer in operation["responses"].items():
            assert "SO-TIMEZONE" in answer["headers"], f"{name} {status}"


def test_the_types_of_bodies_and_answers_are_told(schema: Schema) -> None:
    post = schema["paths"]["/api/v1/Ticket"]["post"]
    both = {"application/json", "application/xml", "text/xml"}
    patches = {"text/json", "application/json-patch+json", "application/merge-patch+json"}
    assert set(post["responses"]["200"]["content"]) == set(post["responses"]["400"]["content"]) == both
    assert set(post["requestBody"]["content"]) == both | patches | {"application/x-www-form-urlencoded"}


def test_every_operation_names_the_refusals_that_any_call_may_meet(schema: Schema) -> None:
    always = {"400", "401", "403", "404", "405", "406", "413", "415", "429", "503"}
    lacking = {name: always - set(operation["responses"]) for name, operation in operations(schema)}
    assert {name: missing for name, missing in lacking.items() if missing} == {}


def test_the_arguments_of_agents_stand_where_they_are_sent(schema: Schema) -> None:
    def told(method: str) -> Schema:
        operation = schema["paths"][f"/api/v1/Agents/{method}"]["post"]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        return {
            "query": {each["name"] for each in operation["parameters"] if each["in"] == "query"},
            "body": body,
        }

    assert told("Ticket/GetTicketEntity")["query"] == {"ticketEntityId", "$select", "$format"}
    assert told("Ticket/GetTicketEntity")["body"] is None
    notify = told("Ticket/SaveTicketEntityWithNotify")["body"]["properties"]
    assert (notify["NewEntity"]["title"], notify["Notify"]["type"]) == ("TicketEntity", "boolean")
    numbers = {"type": "array", "items": {"type": "integer", "format": "int32"}, "nullable": True}
    assert told("Ticket/GetTickets")["body"]["properties"] == {"TicketIds": numbers}
    assert told("List/GetTicketStatusList")["body"] == numbers
    deleted = told("Ticket/DeleteTicketEntity")["body"]["properties"]
    assert deleted == {"TicketEntityId": {"type": "integer", "format": "int32", "nullable": True}}
    assert (
        told("Diagnostics/RemoveSystemMessage")["body"]["properties"]["SystemMessageId"]["type"] == "string"
    )


def test_what_an_agent_does_not_find_may_be_null(schema: Schema) -> None:
    def answer(method: str) -> Schema:
        told = schema["paths"][f"/api/v1/Agents/{method}"]["post"]["responses"]["200"]["content"]
        return cast("Schema", told["application/json"]["schema"])

    entity = {"allOf": [{"$ref": "#/components/schemas/TicketEntity"}], "nullable": True}
    assert answer("Ticket/GetTicketEntity") == entity
    assert "nullable" not in answer("Configuration/ExistsSystemEvent")
    stream = schema["paths"]["/api/v1/Agents/Ticket/GetAttachmentStream"]["post"]["responses"]["200"]
    assert set(stream["content"]) == {"application/json", "*/*"}


def test_members_say_how_long_and_how_large_they_may_be_and_that_null_blanks_them(schema: Schema) -> None:
    members = schema["components"]["schemas"]["TicketEntityRequest"]["properties"]
    assert members["Title"] == {"type": "string", "nullable": True, "maxLength": 254}
    assert (members["AlertLevel"]["minimum"], members["AlertLevel"]["maximum"]) == (-(2**31), 2**31 - 1)
    assert all(member.get("nullable") or "items" in member for member in members.values())
    deadline = schema["components"]["schemas"]["TicketEntity"]["properties"]["Deadline"]
    assert re.match(deadline["pattern"], "2026-11-20T09:15:00")
    assert re.match(deadline["pattern"], "2026-11-20T09:15:00.123+01:00")
    assert "format" not in deadline  # date-time would promise an offset


def test_an_enum_is_no_object_and_columns_are_no_rows(schema: Schema) -> None:
    toggled = schema["paths"]["/api/v1/Agents/Appointment/ToggleAppointmentStatus"]["post"]
    told = toggled["responses"]["200"]["content"]["application/json"]["schema"]
    assert told == {"title": "AppointmentStatus"}
    listed = schema["paths"]["/api/v1/Archive/{provider}"]["get"]["responses"]["200"]["content"]
    rows, columns = listed["application/json"]["schema"]["oneOf"]
    assert rows == {"$ref": "#/components/schemas/SlimRows"}
    assert columns["additionalProperties"]["type"] == "object"
    described = schema["paths"]["/api/v1/Archive/{provider}/$metadata"]["get"]["responses"]["200"]["content"]
    assert described["application/json"]["schema"] == columns
