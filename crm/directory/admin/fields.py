"""Custom fields: the working layouts, with publishing and taking back as buttons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from crm.directory.actions import delete_field, publish_fields, revert_fields, save_field
from crm.directory.admin.actions import ActionAdmin
from crm.directory.admin.filters import Choices, YesOrNo
from crm.directory.admin.forms import DeskForm
from crm.directory.admin.rows import associate_of
from crm.directory.admin.verbs import Verb, VerbAdmin
from crm.directory.models import Associate, CustomField, FieldOwner
from crm.directory.models.field_types import field_lists


def _publish(field: CustomField, by: Associate, _reason: str) -> None:
    publish_fields(FieldOwner(field.owner), by=by)
    _follow(field)


def _revert(field: CustomField, by: Associate, _reason: str) -> None:
    revert_fields(FieldOwner(field.owner), by=by)
    _follow(field)


def _follow(field: CustomField) -> None:
    """The field in the layout that is new now; the page goes on with that one."""
    found = CustomField.objects.working(field.owner).filter(identity=field.identity).first()
    field.pk = found.pk if found else field.pk


class CustomFieldForm(DeskForm):
    list_id = forms.TypedChoiceField(
        label=_("List"), coerce=int, empty_value="0", required=False, widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        box = self.fields.get("list_id")
        if isinstance(box, forms.TypedChoiceField):
            lists = ((number, each.label) for number, each in field_lists().items())
            box.choices = [("", "–"), *lists]


@admin.register(CustomField)
class CustomFieldAdmin(VerbAdmin, ActionAdmin):
    form = CustomFieldForm
    list_display = ["label", "key", "owner", "type", "is_mandatory", "is_read_only", "has_been_published"]
    list_filter = [("owner", Choices), ("type", Choices), ("is_mandatory", YesOrNo)]
    search_fields = ["label", "key"]
    search_help_text = _("Label or programmatic name")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("owner", "type"),
                    ("label", "short_label"),
                    "key",
                    "list_id",
                    ("default", "text_length"),
                    ("is_mandatory", "is_read_only"),
                    "tooltip",
                    "tab_order",
                ]
            },
        ),
        (
            _("In programs"),
            {
                "classes": ["tab"],
                "fields": [
                    ("is_indexed", "is_external"),
                    ("hide_label", "hide_field"),
                    ("format_mask", "justification"),
                    "page1_line",
                    ("field_left", "field_top", "field_width", "field_height"),
                    ("label_left", "label_top", "label_width", "label_height"),
                ],
            },
        ),
    ]
    verbs = [
        Verb(
            "publish",
            _("Publish"),
            "publish",
            _publish,
            possible=lambda _field: True,
            done=_("The layout is published: everybody sees these fields now."),
            tone="primary",
        ),
        Verb(
            "revert",
            _("Take all changes back"),
            "undo",
            _revert,
            possible=lambda _field: True,
            done=_("The layout is again what is published."),
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """The working layouts; what is published is not changed by hand."""
        return super().get_queryset(request).filter(is_published=False)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Iterable[str]:  # type: ignore[override]  # any iterable will do
        """Whose field it is stays."""
        return ["owner"] if obj is not None else []

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> CustomField:
        noun.owner = values.pop("owner", noun.owner)
        if "list_id" in values:
            values["list_id"] = int(str(values["list_id"]))  # an empty box is the text 0
        return save_field(noun, values, by=by)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        delete_field(noun, by=by)

    def may_act(self, request: HttpRequest) -> bool:
        return _administers(request) and super().may_act(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _administers(request) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _administers(request) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _administers(request) and super().has_delete_permission(request, obj)


def _administers(request: HttpRequest) -> bool:
    """Layouts are for administrators, as over the API."""
    by = associate_of(request)
    return by is not None and by.is_administrator
