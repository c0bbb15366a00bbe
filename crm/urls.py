"""An index of the addresses below /api/v1: the features' tables, in any case, with or without a trailing slash."""

from __future__ import annotations

from dataclasses import replace

from django.urls import URLPattern, URLResolver

from crm.appointments import archives as appointment_archives
from crm.appointments import contracts as appointment_contracts
from crm.appointments import views as appointments
from crm.directory import archives as directory_archives
from crm.directory import contracts as directory_contracts
from crm.directory.views import associates, field_agent, fields
from crm.directory.views import lists as directory_lists
from crm.directory.views import resources as directory
from crm.directory.views.custom_items import custom_item_patterns
from crm.directory.views.definitions import definition_patterns
from crm.directory.views.headings import heading_patterns
from crm.directory.views.listed import listed_methods
from crm.directory.views.shelf import Lists, arrangement
from crm.events import archives as event_archives
from crm.events import views as events
from crm.messages import views as messages
from crm.tickets import archives as ticket_archives
from crm.tickets import contracts as ticket_contracts
from crm.tickets import views as tickets
from crm.wire import diagnostics, regional, tongues
from crm.wire.agents import agent_patterns
from crm.wire.archive import agents as archive_agents
from crm.wire.archive.views import SubList, archive_patterns
from crm.wire.choosing import listing_methods
from crm.wire.deviations import approximate
from crm.wire.discovery import discovery_patterns
from crm.wire.listing import list_patterns
from crm.wire.outside import outside
from crm.wire.routes import address, below
from crm.wire.summaries import Recent, summary_method
from crm.wire.views import not_found
from crm.workflows import views as workflows

DEVIATIONS = {
    **{
        f"field {carrier}.{member}": approximate(f"always null: there are no {member.lower()}")
        for carrier in ("ContactSummary", "PersonSummary")
        for member in ("Chats", "Documents")
    },
    "field ChatSummaryItem.*": approximate("never answered: there are no chats"),
}
# Rows of one feature that happen around a row of the directory: by which path of theirs they belong to it.
SUMMARIES = [
    summary_method(
        contract.name,
        contract,
        {
            "Tickets": Recent(ticket_contracts.SUMMARY, ticket_path, "created_at"),
            "Followups": Recent(appointment_contracts.SUMMARY, f"{path}_id", "start"),
            "Documents": None,
            "Sales": Recent(directory_contracts.SALE_SUMMARY, f"{path}_id", "sale_date"),
            "Chats": None,
        },
    )
    for contract, path, ticket_path in (
        (directory_contracts.CONTACT, "contact", "person__contact_id"),
        (directory_contracts.PERSON, "person", "person_id"),
    )
]
COUNTED = {
    contract.model.__name__: contract.model
    for contract in (
        directory_contracts.CONTACT,
        directory_contracts.PERSON,
        directory_contracts.PROJECT,
        directory_contracts.SALE,
        appointment_contracts.APPOINTMENT,
        ticket_contracts.TICKET,
    )
}
LISTS = [replace(each, arrange=arrangement) for each in (*directory_lists.LISTS, *tickets.LISTS)]
SHELF = Lists(LISTS)
ASSORTMENTS = [*directory_lists.ASSORTMENTS, *tickets.ASSORTMENTS]
AGENT_METHODS = [
    *archive_agents.AGENT_METHODS,
    *directory.AGENT_METHODS,
    *tickets.AGENT_METHODS,
    *appointments.AGENT_METHODS,
    *events.AGENT_METHODS,
    *messages.AGENT_METHODS,
    *workflows.AGENT_METHODS,
    *regional.AGENT_METHODS,
    *diagnostics.AGENT_METHODS,
    diagnostics.counting(COUNTED),
    *SUMMARIES,
    *tongues.AGENT_METHODS,
    *associates.AGENT_METHODS,
    *field_agent.AGENT_METHODS,
    *directory_lists.AGENT_METHODS,
    *listing_methods(LISTS, ASSORTMENTS, SHELF),
    *listed_methods(SHELF),
]
# Rows of one feature that stand below a row of the directory.
BELOW = {
    "Contact": {
        "Tickets": SubList(ticket_archives.TICKET, "person__contact_id"),
        "Appointments": SubList(appointment_archives.FIND_APPOINTMENT, "contact_id"),
    },
    "Person": {
        "Tickets": SubList(ticket_archives.TICKET, "person_id"),
        "Appointments": SubList(appointment_archives.FIND_APPOINTMENT, "person_id"),
    },
}
PEOPLE = [replace(routes, lists=BELOW.get(routes.name, {})) for routes in directory.ROUTES]
ROUTES = [*PEOPLE, *tickets.ROUTES, *appointments.ROUTES, *events.ROUTES]
ARCHIVES = [
    *ticket_archives.ARCHIVES,
    *appointment_archives.ARCHIVES,
    *event_archives.ARCHIVES,
    *directory_archives.ARCHIVES,
]
# What the original has and no feature here has begun.
OUTSIDE = {
    "Webhook": "get post",
    "Webhook/default": "get",
    "Webhook/Test": "post",
    "Webhook/{key}": "get put patch delete",
    "Webhook/{key}/LastError": "get",
    "Webhook/{eventName}/{primaryKey}": "post",
}

resources: list[URLPattern | URLResolver] = [
    *agent_patterns(AGENT_METHODS),
    *archive_patterns(ARCHIVES),
    # Before what may be the name of a user.
    *fields.ADDRESSES,
    *outside(tickets.OUTSIDE | directory.OUTSIDE | OUTSIDE),
    *[pattern for routes in ROUTES for pattern in routes.patterns()],
    *regional.patterns(),
    *tickets.ADDRESSES,
    *list_patterns(LISTS, ASSORTMENTS, SHELF),
    *definition_patterns(SHELF),
    *heading_patterns(),
    *custom_item_patterns(),
]
urlpatterns: list[URLPattern | URLResolver] = [
    below("api/v1", resources),
    *discovery_patterns(resources),
    address("api/v1(?:/.*)?", not_found, "not found"),
]
