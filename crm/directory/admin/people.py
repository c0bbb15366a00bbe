"""Companies and people."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from crm.directory.actions import delete_contact, delete_person, save_contact, save_person
from crm.directory.admin.actions import ActionAdmin
from crm.directory.admin.filters import Days, Related, RelatedChoices, YesOrNo
from crm.directory.admin.forms import DeskForm
from crm.directory.admin.removal import Removal
from crm.directory.admin.show import foreign, link
from crm.directory.models import Associate, Contact, Person


class ContactForm(DeskForm):
    """A company; where on the globe it is may be left out."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("latitude", "longitude"):
            if name in self.fields:
                self.fields[name].required = False

    def clean_latitude(self) -> float:
        return self.cleaned_data["latitude"] or 0.0

    def clean_longitude(self) -> float:
        return self.cleaned_data["longitude"] or 0.0


class KeptAdmin(ActionAdmin):
    """Rows that are marked as deleted, and kept with all that refers to them."""

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Removal:
        nouns = list(objs)
        lines = [format_html("{}: {}", capfirst(noun._meta.verbose_name), link(noun)) for noun in nouns]
        return lines, {str(self.opts.verbose_name_plural): len(nouns)}, set(), []


@admin.register(Contact)
class ContactAdmin(KeptAdmin):
    form = ContactForm
    list_display = ["named", "city", "country", "phone", "category", "associate", "updated"]
    list_select_related = ["country", "category", "associate"]
    list_filter = [
        ("category", RelatedChoices),
        ("country", Related),
        ("business", Related),
        ("associate", Related),
        ("registered", Days),
        ("is_owner", YesOrNo),
    ]
    search_fields = [
        "name__istartswith",
        "department__istartswith",
        "number2__exact",
        "email_address__iexact",
    ]
    search_help_text = _("Name, department, customer number or e-mail")
    sortable_by = ["named"]
    autocomplete_fields = [
        "country",
        "business",
        "category",
        "associate",
        "support_associate",
        "ticket_priority",
    ]
    readonly_fields = ["registered", "updated"]
    fieldsets = [
        (None, {"fields": ["name", "department", ("number2", "org_nr"), ("category", "business")]}),
        (
            _("Reached at"),
            {
                "classes": ["tab"],
                "fields": [
                    ("phone", "fax"),
                    ("email_address", "email_name"),
                    ("url", "url_name"),
                    "street",
                    ("zip_code", "city"),
                    ("state", "country"),
                ],
            },
        ),
        (
            _("Looked after by"),
            {"classes": ["tab"], "fields": [("associate", "support_associate"), "ticket_priority"]},
        ),
        (
            _("More"),
            {
                "classes": ["tab"],
                "fields": [
                    ("kana_name", "number1"),
                    ("latitude", "longitude"),
                    ("is_owner", "deleted"),
                    ("registered", "updated"),
                    "extra_fields",
                    "custom_fields",
                ],
            },
        ),
    ]

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> Contact:
        return save_contact(noun, values, by=by)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        delete_contact(noun, by=by)

    @admin.display(description=_("company"), ordering="name")
    def named(self, contact: Contact) -> SafeString:
        return foreign(contact)


@admin.register(Person)
class PersonAdmin(KeptAdmin):
    list_display = ["named", "company", "email", "direct_phone", "mobile_phone", "associate"]
    list_select_related = ["contact", "associate"]
    list_filter = [
        ("contact", Related),
        ("associate", Related),
        ("position", RelatedChoices),
        ("registered", Days),
        ("retired", YesOrNo),
    ]
    search_fields = ["lastname__istartswith", "firstname__istartswith", "email__istartswith"]
    search_help_text = _("First name, last name or e-mail")
    sortable_by = ["named", "email"]
    autocomplete_fields = [
        "position",
        "contact",
        "country",
        "associate",
        "support_associate",
        "ticket_priority",
    ]
    readonly_fields = ["registered", "updated"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("firstname", "lastname"),
                    ("middle_name", "mrmrs"),
                    "contact",
                    ("position", "title"),
                    ("email", "email_name"),
                    ("direct_phone", "mobile_phone"),
                ]
            },
        ),
        (
            _("Address"),
            {
                "classes": ["tab"],
                "fields": ["use_person_address", "post1", "post2", "post3", "country", "fax_phone"],
            },
        ),
        (
            _("Looked after by"),
            {
                "classes": ["tab"],
                "fields": [("associate", "support_associate"), "ticket_priority", "support_language"],
            },
        ),
        (
            _("More"),
            {
                "classes": ["tab"],
                "fields": [
                    "description",
                    ("person_number", "rank"),
                    ("kana_firstname", "kana_lastname"),
                    ("retired", "deleted"),
                    ("registered", "updated"),
                    "extra_fields",
                    "custom_fields",
                ],
            },
        ),
    ]

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> Person:
        return save_person(noun, values, by=by)

    def delete_noun(self, noun: Any, by: Associate) -> None:
        delete_person(noun, by=by)

    @admin.display(description=_("name"), ordering="lastname")
    def named(self, person: Person) -> SafeString:
        return foreign(person)

    @admin.display(description=_("company"))
    def company(self, person: Person) -> SafeString:
        return link(person.contact)
