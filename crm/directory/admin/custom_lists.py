"""Lists that people make themselves, their items, and the headings of any list; and what users jot down."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from crm.directory.actions import (
    retire_item,
    retire_list,
    save_custom_item,
    save_heading,
    save_list,
    save_note,
)
from crm.directory.admin.actions import ActionAdmin
from crm.directory.admin.filters import RelatedChoices, YesOrNo
from crm.directory.admin.forms import DeskForm
from crm.directory.models import Associate, CustomList, CustomListItem, ListHeading, Notepad


@admin.register(CustomList)
class CustomListAdmin(ActionAdmin):
    """The lists that were made here; those that features bring have pages of their own."""

    reserved: ClassVar[frozenset[str]] = (
        frozenset()
    )  # the names of the others, given by the index of the desk

    list_display = ["name", "pk", "tooltip", "uses_headings", "rank", "deleted"]
    list_filter = [("deleted", YesOrNo)]
    search_fields = ["name"]
    fields = ["name", "tooltip", "list_type", "uses_headings", ("rank", "deleted")]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(is_custom=True)

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> CustomList:
        return save_list(noun, values, by=by, reserved=self.reserved)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        retire_list(noun, by=by)


@admin.register(CustomListItem)
class CustomListItemAdmin(ActionAdmin):
    list_display = ["name", "list", "tooltip", "rank", "deleted"]
    list_select_related = ["list"]
    list_filter = [("list", RelatedChoices), ("deleted", YesOrNo)]
    search_fields = ["name"]
    fields = ["list", "name", "tooltip", ("rank", "deleted")]

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> CustomListItem:
        kept = values.pop("list_id", noun.list_id)
        return save_custom_item(CustomList.objects.get(pk=int(str(kept))), noun, values, by=by)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        retire_item(noun, by=by)


@admin.register(ListHeading)
class ListHeadingAdmin(ActionAdmin):
    """Headings of lists; which items stand below one is said over the API."""

    list_display = ["name", "list_number", "tooltip", "rank", "deleted"]
    list_filter = [("deleted", YesOrNo)]
    search_fields = ["name"]
    fields = ["list_number", "name", "tooltip", ("rank", "deleted")]

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> ListHeading:
        number = int(str(values.pop("list_number", noun.list_number)))
        return save_heading(number, noun, values, by=by)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        retire_item(noun, by=by)


@admin.register(Notepad)
class NotepadAdmin(ActionAdmin):
    """What users have jotted down: one's own, and everybody's for an administrator."""

    list_display = ["associate"]
    list_select_related = ["associate"]
    search_fields = ["associate__name", "associate__full_name"]
    search_help_text = _("Name or initials of the user")
    autocomplete_fields = ["associate"]
    fields = ["associate", "pages"]

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> Notepad:
        user = Associate.objects.get(pk=int(str(values.get("associate_id", noun.associate_id))))
        pages: Any = values.get("pages", noun.pages)
        return save_note(user, pages, by=by)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        save_note(noun.associate, [], by=by)
