"""What every admin page of the desk has in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import unfold.fields
import unfold.templatetags.unfold_list
from django.contrib.admin import ShowFacets
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import SplitDateTimeField
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from crm.directory.admin.changelist import DeskChangeList, UncountedPaginator
from crm.directory.admin.choices import KnownChoice, KnownChoices, bare, reachable
from crm.directory.admin.forms import BitMask, DeskForm, Indented, JsonArea, JsonBox
from crm.directory.admin.removal import Removal, removal
from crm.directory.admin.rows import visible, visible_through
from crm.directory.admin.show import json_text
from crm.wire.kinds import INT32

if TYPE_CHECKING:
    from django.contrib import admin

    Pages = admin.ModelAdmin[Any]
    Rows = admin.TabularInline[Any, Any]
    StackedRows = admin.StackedInline[Any, Any]
    Fields = BaseModelAdmin[Any]
else:
    from unfold.admin import ModelAdmin as Pages
    from unfold.admin import StackedInline as StackedRows  # noqa: F401  # for features
    from unfold.admin import TabularInline as Rows

    Fields = object

# unfold colours read-only JSON by style attributes, where Pygments is installed; the policy forbids them.
unfold.fields.prettify_json = lambda value, _encoder: json_text(value)


def column_label(*args: Any, **options: Any) -> Any:
    """A column's name as a sentence begins. A style can only begin every word of it that way."""
    text, attribute = label_for_field(*args, **options)
    return capfirst(str(text)), attribute


unfold.templatetags.unfold_list.label_for_field = column_label

JSON_FIELDS: Mapping[Any, Mapping[str, Any]] = {
    models.JSONField: {
        "form_class": JsonBox,
        "widget": JsonArea,
        "encoder": Indented,
        "show_hidden_initial": False,
    }
}


class DeskFields(Fields):
    """How fields become boxes: autocompletion without statements, bits as tick boxes, only rows one may see."""

    bit_masks: ClassVar[Mapping[str, type[models.IntegerChoices]]] = {}
    bare_relations: ClassVar[Sequence[str]] = ()  # chosen from a list that nobody edits from here

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        bits = self.bit_masks.get(db_field.name)
        if bits is not None:
            return BitMask(bits=bits, label=capfirst(db_field.verbose_name), initial=db_field.get_default())
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field is not None:
            dress = bare if db_field.name in self.bare_relations else reachable
            field.widget = dress(field.widget)
        if isinstance(field, JsonBox):
            field.shape = type(db_field.get_default())
        if isinstance(field, SplitDateTimeField):
            zone = _("Time zone: %(zone)s.") % {"zone": timezone.get_current_timezone_name()}
            field.help_text = f"{field.help_text} {zone}".strip()
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", KnownChoice(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", KnownChoices(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **options)

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> Any:
        rows = super().get_field_queryset(db, db_field, request)
        return visible(db_field.remote_field.model._default_manager.all() if rows is None else rows, request)


def begins_with(model: type[models.Model], name: str, value: Any) -> bool:
    """Whether a column can begin with this text of an address. A moment cannot: its boxes take no text."""
    fields = {field.name: field for field in (*model._meta.fields, *model._meta.many_to_many)}
    field = fields.get(name)
    if field is None:
        return True
    if isinstance(field, models.DateTimeField):
        return False
    try:
        for each in value if isinstance(value, list) else [value]:
            key = field.target_field if isinstance(field, models.ForeignKey) else field
            if isinstance(field, models.ManyToManyField):
                key = field.related_model._meta.pk
            number = key.to_python(each)
            if isinstance(number, int) and abs(number) > INT32:
                return False
    except ValidationError:
        return False
    return True


class DeskAdmin(DeskFields, Pages):
    """A model's list and form."""

    form = DeskForm
    paginator = UncountedPaginator
    list_per_page = 50
    list_only: ClassVar[Sequence[str]] = ()  # the columns that the list reads; all when empty
    list_filter_submit = True
    list_disable_select_all = True
    list_fullwidth = True
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    warn_unsaved_form = True
    view_on_site = False
    empty_value_display = "–"
    change_form_before_template = "admin/opened.html"
    seen_through = ""  # the relation that decides who may see a row
    formfield_overrides = JSON_FIELDS

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        rows = visible(super().get_queryset(request), request)
        return visible_through(rows, self.seen_through, request) if self.seen_through else rows

    def get_changelist(self, request: HttpRequest, **_options: Any) -> type[DeskChangeList]:
        return DeskChangeList

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row with everything it points to, in one statement."""
        options = self.model._meta
        key: Any = options.get_field(from_field) if from_field else options.pk
        related = [field.name for field in options.fields if isinstance(field, models.ForeignKey)]
        try:
            rows = self.get_queryset(request).select_related(*related)
            return rows.get(**{key.name: key.to_python(object_id)})
        except (self.model.DoesNotExist, ValidationError, ValueError):
            return None

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the address asks a new row to begin with, as far as it can be read."""
        asked = super().get_changeform_initial_data(request)
        return {name: value for name, value in asked.items() if begins_with(self.model, name, value)}

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Patterns are left out: the databases spell them differently, and fail on half a one."""
        return not lookup.endswith("regex") and bool(super().lookup_allowed(lookup, value, request))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Removal:
        return removal(objs)

    def response_action(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse | None:
        """Actions take the rows that are ticked, never "all that match"."""
        data = request.POST.copy()
        data["select_across"] = "0"
        request.POST = data  # type: ignore[assignment]  # a QueryDict that may be changed
        return super().response_action(request, *args, **options)


class DeskRows(DeskFields, Rows):
    """Rows within the form of what they belong to."""

    form = DeskForm
    extra = 0
    tab = True
    hide_title = True
    formfield_overrides = JSON_FIELDS
    rows_select_related: ClassVar[Sequence[str]] = ()

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).select_related(*self.rows_select_related)


class Records(DeskAdmin):
    """Rows that nobody makes or changes by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
