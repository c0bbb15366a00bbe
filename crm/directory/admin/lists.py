"""The short lists that people choose from."""

from __future__ import annotations

from django.contrib import admin

from crm.directory.admin.base import DeskAdmin
from crm.directory.admin.filters import Choices, YesOrNo
from crm.directory.models import (
    Business,
    ContactCategory,
    ContactInterest,
    Country,
    Currency,
    PersonInterest,
    Position,
    Priority,
    ProjectStatus,
    ProjectType,
    RejectReason,
    SaleType,
    Task,
)


@admin.register(
    Business,
    ContactInterest,
    PersonInterest,
    ContactCategory,
    Currency,
    Position,
    Priority,
    ProjectStatus,
    ProjectType,
    RejectReason,
    SaleType,
)
class ListAdmin(DeskAdmin):
    """A list of names in an order."""

    list_display = ["name", "rank", "tooltip", "deleted"]
    list_filter = [("deleted", YesOrNo)]
    search_fields = ["name"]
    fields = ["name", "tooltip", "rank", "deleted"]


@admin.register(Country)
class CountryAdmin(ListAdmin):
    list_display = ["name", "iso_code", "rank", "deleted"]
    search_fields = ["name", "iso_code"]
    fields = ["name", "iso_code", "tooltip", "rank", "deleted"]


@admin.register(Task)
class TaskAdmin(ListAdmin):
    list_display = ["name", "type", "direction", "color", "rank", "deleted"]
    list_filter = [("type", Choices), ("direction", Choices), ("deleted", YesOrNo)]
    fields = [
        "name",
        "tooltip",
        ("type", "direction"),
        "color",
        "is_default_all_day",
        "is_default_free",
        "is_default_published",
        "video_meeting",
        "intent_id",
        ("rank", "deleted"),
    ]
