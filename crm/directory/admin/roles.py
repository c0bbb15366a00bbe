"""The roles of users: data rights as a table, functional rights in groups."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.directory.actions import retire_role, save_role
from crm.directory.admin.actions import ActionAdmin
from crm.directory.admin.filters import Choices, YesOrNo
from crm.directory.admin.forms import DeskForm
from crm.directory.models import Associate, Entity, Function, Relation, Role
from crm.directory.models.role import FULL, FUNCTION_GROUPS
from crm.wire.rights import DELETE, INSERT, SELECT, UPDATE

VERBS = ((SELECT, _("see")), (UPDATE, _("change")), (INSERT, _("add")), (DELETE, _("delete")))
Data = dict[str, dict[str, int]]


def token(entity: str, relation: str, bit: int) -> str:
    """What the box of one bit sends."""
    return f"{entity}:{relation}:{bit}"


def tokens(data: Data) -> list[str]:
    """Those of the boxes that are ticked."""
    return [
        token(entity, relation, bit)
        for entity, row in data.items()
        for relation, mask in row.items()
        for bit, _label in VERBS
        if mask & bit
    ]


class RightsTable(forms.CheckboxSelectMultiple):
    """A row for each entity, a column for each relation, a box for each verb."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {str(each) for each in value or []}
        context = {
            "name": name,
            "relations": [capfirst(str(relation.label)) for relation in Relation],
            "rows": [(capfirst(str(entity.label)), list(self.cells(entity, chosen))) for entity in Entity],
        }
        return render_to_string("admin/role_rights.html", context)

    def cells(self, entity: Entity, chosen: set[str]) -> Iterator[tuple[str, list[tuple[str, Any, bool]]]]:
        for relation in Relation:
            boxes = [(token(entity, relation, bit), label) for bit, label in VERBS]
            yield str(relation.label), [(value, label, value in chosen) for value, label in boxes]


class RightsField(forms.MultipleChoiceField):
    """Data rights; bits without a box stay as they are."""

    widget = RightsTable

    def __init__(self) -> None:
        every = [
            token(entity, relation, bit) for entity in Entity for relation in Relation for bit, _l in VERBS
        ]
        super().__init__(choices=[(each, each) for each in every], required=False, label=_("Data rights"))
        self.stored: Data = {}

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        self.stored = value
        return tokens(value)

    def clean(self, value: Any) -> Data:
        data = {
            entity: {relation: mask & ~FULL for relation, mask in row.items()}
            for entity, row in self.stored.items()
        }
        for each in super().clean(value):
            entity, relation, bit = each.split(":")
            row = data.setdefault(entity, {})
            row[relation] = row.get(relation, 0) | int(bit)
        return data

    def has_changed(self, initial: Any, data: Any) -> bool:
        return set(tokens(initial or {})) != set(data or [])


class FunctionBoxes(forms.CheckboxSelectMultiple):
    """Functional rights in their groups, each with the name that the API tells."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {str(each) for each in value or []}
        groups = [
            (title, [(each.value, each.label, each.value in chosen) for each in functions])
            for title, functions in FUNCTION_GROUPS.items()
        ]
        return render_to_string("admin/role_functions.html", {"name": name, "groups": groups})


class FunctionsField(forms.MultipleChoiceField):
    """The names of functional rights, in their order."""

    widget = FunctionBoxes

    def __init__(self) -> None:
        super().__init__(choices=Function.choices, required=False, label=_("Functional rights"))

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        return [name for name in Function.values if name in chosen]


class RoleForm(DeskForm):
    data_rights = RightsField()
    functions = FunctionsField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if "data_rights" in self.fields:
            self.fields["data_rights"].prepare_value(self.stored.data_rights)


@admin.register(Role)
class RoleAdmin(ActionAdmin):
    form = RoleForm
    list_display = ["name", "type", "tooltip", "rank", "deleted"]
    list_filter = [("type", Choices), ("deleted", YesOrNo)]
    search_fields = ["name"]
    fieldsets = [
        (None, {"fields": [("name", "type"), "tooltip", ("rank", "deleted")]}),
        (_("Data rights"), {"classes": ["tab"], "fields": ["data_rights"]}),
        (_("Functional rights"), {"classes": ["tab"], "fields": ["functions"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Iterable[str]:  # type: ignore[override]  # any iterable will do
        return ()

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> Role:
        return save_role(noun, values, by=by)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        retire_role(noun, by=by)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _administers(request) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _administers(request) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _administers(request) and super().has_delete_permission(request, obj)


def _administers(request: HttpRequest) -> bool:
    """Roles say who administers: nobody else changes them."""
    return bool(getattr(request.user, "is_superuser", False))
