"""Projects and sales."""

from __future__ import annotations

from django.contrib import admin
from django.utils import formats
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from crm.directory.admin.base import DeskAdmin
from crm.directory.admin.filters import Choices, Days, Related, RelatedChoices
from crm.directory.admin.show import foreign, pill
from crm.directory.models import Project, Sale, SaleStatus

TONES = {
    SaleStatus.OPEN: "busy",
    SaleStatus.SOLD: "good",
    SaleStatus.LOST: "late",
    SaleStatus.STALLED: "soon",
}


@admin.register(Project)
class ProjectAdmin(DeskAdmin):
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

    @admin.display(description=_("project"), ordering="name")
    def named(self, project: Project) -> SafeString:
        return foreign(project)


@admin.register(Sale)
class SaleAdmin(DeskAdmin):
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
