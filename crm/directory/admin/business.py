"""Projects and sales."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from crm.directory.actions import delete_project, delete_sale, save_project, save_sale
from crm.directory.admin.actions import ActionAdmin, Collection
from crm.directory.admin.base import DeskRows, Records
from crm.directory.admin.filters import Choices, Days, Related, RelatedChoices
from crm.directory.admin.forms import DeskForm
from crm.directory.admin.show import foreign, pill
from crm.directory.models import Associate, Project, ProjectMember, Sale, SaleStatus

TONES = {
    SaleStatus.OPEN: "busy",
    SaleStatus.SOLD: "good",
    SaleStatus.LOST: "late",
    SaleStatus.STALLED: "soon",
}


class MemberRows(DeskRows):
    model = ProjectMember
    fields = ["person", "contact", "comment"]
    autocomplete_fields = ["person", "contact"]
    bare_relations = ["person", "contact"]
    rows_select_related = ["person", "contact"]


@admin.register(ProjectMember)
class ProjectMemberAdmin(Records):
    list_display = ["project", "person", "contact", "comment", "registered"]
    list_select_related = ["project", "person", "contact"]
    list_filter = [("project", Related), ("contact", Related)]
    search_fields = ["comment"]
    seen_through = "project"
    fields = ["project", "person", "contact", "comment", "registered", "updated"]


@admin.register(Project)
class ProjectAdmin(ActionAdmin):
    inlines = [MemberRows]
    collections = {ProjectMember: Collection("members")}
    list_display = ["named", "project_number", "type", "status", "associate", "start_date"]
    list_select_related = ["type", "status", "associate"]
    list_filter = [
        ("type", RelatedChoices),
        ("status", RelatedChoices),
        ("associate", Related),
        ("start_date", Days),
    ]
    search_fields = ["name", "project_number"]
    search_help_text = _("Name or number")
    autocomplete_fields = ["type", "status", "associate"]
    readonly_fields = ["registered", "updated"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name",
                    ("project_number", "start_date"),
                    ("type", "status"),
                    "associate",
                    "description",
                    ("url", "url_name"),
                ]
            },
        ),
        (
            _("Publication"),
            {"classes": ["tab"], "fields": ["is_published", "publish_from", "publish_to"]},
        ),
        (
            _("More"),
            {"classes": ["tab"], "fields": [("registered", "updated"), "extra_fields", "custom_fields"]},
        ),
    ]

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> Project:
        return save_project(noun, values, by=by)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        delete_project(noun, by=by)

    @admin.display(description=_("project"), ordering="name")
    def named(self, project: Project) -> SafeString:
        return foreign(project)


@admin.register(Sale)
class SaleAdmin(ActionAdmin):
    list_display = ["named", "contact", "amounts", "standing", "probability", "associate", "sale_date"]
    list_select_related = ["contact", "associate", "currency"]
    list_filter = [
        ("status", Choices),
        ("sale_type", RelatedChoices),
        ("contact", Related),
        ("associate", Related),
        ("sale_date", Days),
    ]
    search_fields = ["title", "number"]
    search_help_text = _("Title or number")
    autocomplete_fields = ["currency", "sale_type", "contact", "person", "project", "associate"]
    readonly_fields = ["registered", "updated"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    ("number", "sale_type"),
                    ("status", "completed"),
                    ("amount", "currency"),
                    ("earning", "earning_percent"),
                    ("probability", "sale_date"),
                ]
            },
        ),
        (
            _("Who"),
            {"classes": ["tab"], "fields": ["contact", "person", "project", "associate", "next_due_date"]},
        ),
        (
            _("More"),
            {
                "classes": ["tab"],
                "fields": ["description", ("registered", "updated"), "extra_fields", "custom_fields"],
            },
        ),
    ]

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> Sale:
        return save_sale(noun, values, by=by)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        delete_sale(noun, by=by)

    @admin.display(description=_("sale"), ordering="title")
    def named(self, sale: Sale) -> SafeString:
        return foreign(sale)

    @admin.display(description=_("amount"), ordering="amount")
    def amounts(self, sale: Sale) -> str:
        amount = formats.number_format(sale.amount, 2, use_l10n=True, force_grouping=True)
        return f"{amount} {sale.currency or ''}".strip()

    @admin.display(description=_("status"), ordering="status")
    def standing(self, sale: Sale) -> SafeString:
        return pill(sale.get_status_display(), TONES.get(SaleStatus(sale.status), "plain"))
