"""What the original has and this desk does not: 501 that names it. What nobody has: 404."""

import pytest
from django.urls import resolve

from crm.urls import AGENT_METHODS
from crm.wire.outside import documented_methods
from crm.wire.views import not_found
from tests.callers import Api
from tests.world import World

# How many methods each agent has, counted in the reference of the original.
COUNTED = {
    "Ticket": 80,
    "Appointment": 113,
    "Configuration": 61,
    "Workflow": 35,
    "Diagnostics": 31,
    "Associate": 8,
    "User": 97,
    "Person": 64,
    "Contact": 37,
    "List": 312,
    "MDO": 12,
    "Archive": 31,
    "TimeZone": 12,
    "Webhook": 8,
}
# One that is not built of each tier and agent, as the reference prints them.
NOT_BUILT = [
    "Ticket/BatchReply",
    "List/GetSaleStageEntity",
    "Archive/SetChosenColumns",
    "Quote/GetQuoteEntity",
    "Configuration/GetLandingPageEntity",
    "Document/GetDocumentEntity",
]


def test_every_agents_method_of_the_original_is_known_by_name() -> None:
    names = list(documented_methods().values())
    assert {agent: sum(name.startswith(f"{agent}/") for name in names) for agent in COUNTED} == COUNTED


def test_every_method_that_is_built_is_one_of_the_original() -> None:
    assert {f"{method.agent}/{method.name}" for method in AGENT_METHODS} - {
        *documented_methods().values()
    } == set()


@pytest.mark.parametrize("name", NOT_BUILT)
def test_an_agents_method_that_is_not_built_is_refused_by_name(world: World, name: str) -> None:
    for answer in (
        Api(world.ada).post(f"Agents/{name.lower()}", {}, status=501),
        Api(world.ada).get(f"Agents/{name}", status=501),
    ):
        assert answer["ErrorType"] == "SoNotImplementedException"
        assert name in answer["ErrorMessage"]


def test_a_method_that_nobody_has_is_not_found(world: World) -> None:
    for name in ("Ticket/MakeCoffee", "Kitchen/GetTicketEntity"):
        Api(world.ada).post(f"Agents/{name}", {}, status=404)


@pytest.mark.parametrize(
    ("verb", "path"),
    [
        ("GET", "Appointment/UdefLayout/Published"),
        ("GET", "Webhook"),
        ("POST", "Webhook/Test"),
        ("PATCH", "Webhook/7"),
        ("GET", "Webhook/7/LastError"),
        ("POST", "Webhook/contact.created/7"),
    ],
)
def test_a_documented_address_leads_somewhere(verb: str, path: str) -> None:
    found = resolve(f"/api/v1/{path}").func
    assert found is not not_found
    assert verb.lower() in found.actions  # type: ignore[attr-defined]  # what DRF's views carry
