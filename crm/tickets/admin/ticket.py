"""Tickets: the list, and all their fields."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from crm.directory.admin.actions import ActionAdmin
from crm.directory.admin.filters import Choices, Days, Related, RelatedChoices, Single
from crm.directory.admin.forms import DeskForm
from crm.directory.admin.removal import Removal
from crm.directory.admin.rows import associate_of, visible
from crm.directory.admin.show import link, once, since
from crm.directory.models import Associate, Person
from crm.tickets.actions import delete_ticket, save_message, save_ticket
from crm.tickets.admin import show
from crm.tickets.admin.attachment import download
from crm.tickets.admin.fields import ADD_FIELDSETS, FIELDSETS, READONLY
from crm.tickets.admin.form import TicketForm
from crm.tickets.admin.overviews import BY_KEY, NEWEST, OVERVIEWS, PARAMETER, WANTED, Reader
from crm.tickets.admin.told import told
from crm.tickets.models import AUTO_ASSIGN, SecurityLevel, Ticket, TicketMessage

SHOWN_MESSAGES = 20
SEARCHED_WHILE_TYPING = 20_000  # of the newest tickets; their numbers find the others


def people(address: str) -> models.QuerySet[Person, int]:
    return Person.objects.filter(email__iexact=address).values_list("pk", flat=True)[:100]


class Which(Single):
    """The overviews as a filter."""

    title = _("overview")
    parameter_name = PARAMETER

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(overview.key, overview.title) for overview in OVERVIEWS]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        overview = BY_KEY.get(self.value() or "")
        reader = Reader(associate_of(request), timezone.now())
        if overview is not None:
            return queryset.filter(overview.which(reader))
        return queryset if asks_for_more(request) else queryset.filter(WANTED)


def asks_for_more(request: HttpRequest) -> bool:
    """Whoever searches, or names a status, is shown what was thrown away too; all others are spared it."""
    return bool(request.GET.get("q")) or any(name.startswith("status__") for name in request.GET)


@admin.register(Ticket)
class TicketAdmin(ActionAdmin):
    form = TicketForm
    list_display = [
        "number",
        "subject",
        "customer",
        "in_category",
        "owned_by",
        "standing",
        "urgency",
        "due",
        "made",
    ]
    list_display_links = ["number", "subject"]
    list_select_related = ["person__contact", "category", "owner", "status", "priority"]
    list_only = [
        "title",
        "created_at",
        "deadline",
        "base_status",
        "read_status",
        "alert_level",
        "num_messages",
        "has_attachment",
        "person__firstname",
        "person__middle_name",
        "person__lastname",
        "person__email",
        "person__contact__name",
        "person__contact__department",
        "category__name",
        "category__fullname",
        "owner__name",
        "owner__full_name",
        "status__name",
        "priority__name",
    ]
    list_filter = [
        Which,
        ("status", RelatedChoices),
        ("owner", Related),
        ("category", Related),
        ("priority", RelatedChoices),
        ("person", Related),
        ("tags", Related),
        ("created_at", Days),
        ("deadline", Days),
        ("origin", Choices),
    ]
    search_fields = ["title"]
    search_help_text = _("Number, subject or e-mail")
    sortable_by = ["made"]
    autocomplete_fields = [
        "category",
        "owner",
        "person",
        "secondary_persons",
        "tags",
        "sale",
        "project",
        "connected_to",
    ]
    bare_relations = ["category", "owner", "status", "priority", "ticket_type", "tags"]
    fieldsets = FIELDSETS
    add_fieldsets = ADD_FIELDSETS
    readonly_fields = READONLY

    def get_ordering(self, request: HttpRequest) -> Any:
        overview = BY_KEY.get(request.GET.get(PARAMETER, ""))
        return overview.order if overview else NEWEST

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """A number finds its ticket, an address its customer, anything else the subject."""
        term = search_term.strip().removeprefix("#")
        if term.isdecimal() and len(term) < 10:
            return queryset.filter(pk=int(term)), False
        if "@" in term and " " not in term:
            # Looked up first and by itself: joined, every ticket would be held against the address.
            return queryset.filter(person__in=list(people(term))), False
        if request.path == reverse("admin:autocomplete"):
            newest = Ticket.objects.order_by(*NEWEST).values("pk")[:SEARCHED_WHILE_TYPING]
            queryset = queryset.filter(pk__in=newest)
        return super().get_search_results(request, queryset, search_term)

    def save_noun(
        self, request: HttpRequest, noun: Any, values: dict[str, object], by: Associate, form: DeskForm
    ) -> Ticket:
        given, began = form.cleaned_data, timezone.now()
        ticket: Ticket = noun
        if noun.pk is None:
            values.setdefault("owner_id", AUTO_ASSIGN)
        if values:
            ticket = save_ticket(noun, values, by=by, notify=given["notify"])
        if given["said"].strip():
            said = {
                "ticket_id": ticket.pk,
                "body": given["said"],
                "slevel": given["said_to"] or SecurityLevel.INTERNAL,
            }
            save_message(TicketMessage(ticket=ticket), said, by=by)
        self.say(request, told(ticket, began, notify=given["notify"]))
        return ticket

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The ticket, with those of its messages that the reader may see."""
        ticket = super().get_object(request, object_id, from_field)
        if ticket is not None:
            ticket.said_to_reader = visible(TicketMessage.objects.filter(ticket=ticket), request)
        return ticket

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Removal:
        """Deleting a ticket throws nothing away, so there is nothing to list but the tickets themselves."""
        into_the_bin = _(
            "goes to the recycle bin with all that was said in it; another status brings it back"
        )
        lines = [format_html("{}: {}", link(ticket), into_the_bin) for ticket in objs]
        return lines, {str(self.opts.verbose_name_plural): len(lines)}, set(), []

    def delete_noun(self, noun: Any, by: Associate) -> None:
        delete_ticket(noun, by=by)

    @admin.display(description=_("messages"))
    @once
    def conversation(self, ticket: Ticket) -> SafeString:
        said = (
            ticket.__dict__["said_to_reader"]
            .select_related("created_by", "person")
            .prefetch_related("attachments")
        )
        newest = list(said.order_by("-created_at", "-id")[: SHOWN_MESSAGES + 1])
        for message in newest:
            message.__dict__["files"] = [download(attachment) for attachment in message.attachments.all()]
        context = {
            "ticket": ticket,
            "messages": newest[:SHOWN_MESSAGES],
            "more": len(newest) > SHOWN_MESSAGES,
        }
        return render_to_string("admin/crm/ticket/conversation.html", context)

    @admin.display(description=_("no."))
    def number(self, ticket: Ticket) -> int:
        return ticket.pk

    @admin.display(description=_("subject"))
    def subject(self, ticket: Ticket) -> SafeString:
        return show.subject(ticket)

    @admin.display(description=_("customer"))
    def customer(self, ticket: Ticket) -> SafeString:
        return show.customer(ticket)

    @admin.display(description=_("category"))
    def in_category(self, ticket: Ticket) -> SafeString:
        return show.category(ticket)

    @admin.display(description=_("owner"))
    def owned_by(self, ticket: Ticket) -> SafeString:
        return show.owner(ticket)

    @admin.display(description=_("status"))
    def standing(self, ticket: Ticket) -> SafeString:
        return show.status(ticket)

    @admin.display(description=_("priority"))
    def urgency(self, ticket: Ticket) -> Any:
        return ticket.priority

    @admin.display(description=_("due"))
    def due(self, ticket: Ticket) -> SafeString:
        return show.due_when_open(ticket, timezone.now())

    @admin.display(description=_("created"), ordering="created_at")
    def made(self, ticket: Ticket) -> SafeString:
        return since(ticket.created_at, timezone.now())
