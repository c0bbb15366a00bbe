"""The delivery ledger: what was to be told to whom, what became of it, and what a person can do about it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from crm.delivery.actions import cancel, retry_dead
from crm.delivery.admin.attempts import AttemptRows
from crm.delivery.admin.waiting import oldest_pending
from crm.delivery.models import Delivery, State
from crm.directory.admin.base import Records
from crm.directory.admin.filters import Choices, Days, Related
from crm.directory.admin.show import foreign, json_text, once, pill, since
from crm.directory.admin.verbs import Verb, VerbAdmin

TONES = {
    State.PLANNED: "soon",
    State.SENDING: "busy",
    State.DELIVERED: "good",
    State.SUPPRESSED: "plain",
    State.DEAD: "late",
}
# The ledger knows no noun; what people call the kinds that features plan stands here. Others go by their key.
KINDS = {"ticket.new": _("New ticket")}


@admin.register(Delivery)
class DeliveryAdmin(VerbAdmin, Records):
    list_display = [
        "state_pill",
        "happened",
        "to",
        "about",
        "channel",
        "attempts",
        "planned",
        "next_try",
        "why",
    ]
    list_display_links = ["state_pill", "happened"]
    list_filter = [
        ("state", Choices),
        ("channel", Choices),
        ("recipient_associate", Related),
        ("created_at", Days),
    ]
    search_fields = ["recipient__iexact"]
    search_help_text = _("Recipient's address, or the number of a ticket")
    sortable_by = ["planned"]
    list_before_template = "admin/crm/delivery/oldest.html"
    inlines = [AttemptRows]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("state_pill", "channel"),
                    ("to", "recipient_associate"),
                    ("happened", "about"),
                    "why",
                    "text",
                ]
            },
        ),
        (
            _("Record"),
            {
                "classes": ["tab"],
                "fields": [
                    ("created_at", "due_at"),
                    ("finished_at", "lease_until"),
                    ("attempts", "failures"),
                    ("fence", "occurrence"),
                    "message_id",
                    "template",
                    "facts",
                ],
            },
        ),
    ]
    verbs = [
        Verb(
            "retry",
            _("Retry"),
            "replay",
            run=lambda delivery, by, _reason: retry_dead(delivery, by=by),
            possible=lambda delivery: delivery.state == State.DEAD,
            done=_("%(number)s will be tried again, at once."),
        ),
        Verb(
            "cancel",
            _("Cancel"),
            "block",
            run=lambda delivery, by, reason: cancel(delivery, by=by, reason=reason),
            possible=lambda delivery: delivery.state in (State.PLANNED, State.DEAD),
            done=_("%(number)s cancelled."),
            asks=_("Reason"),
            tone="danger",
        ),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The ledger forgets nothing."""
        return False

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        term = search_term.strip().removeprefix("#")
        if term.isdecimal() and len(term) < 10:
            return queryset.filter(subject_type="ticket", subject_id=int(term)), False
        return super().get_search_results(request, queryset, term)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        extra: dict[str, Any] = {**(extra_context or {}), "oldest": oldest_pending()}
        return super().changelist_view(request, extra)

    @admin.display(description=_("state"))
    def state_pill(self, delivery: Delivery) -> SafeString:
        return pill(delivery.get_state_display(), TONES[State(delivery.state)])

    @admin.display(description=_("kind"))
    def happened(self, delivery: Delivery) -> str:
        return str(KINDS.get(delivery.kind, delivery.kind))

    @admin.display(description=_("recipient"))
    def to(self, delivery: Delivery) -> SafeString:
        return foreign(delivery.recipient)

    @admin.display(description=_("about"))
    def about(self, delivery: Delivery) -> SafeString:
        """A link where the subject has an admin page; the ledger itself knows no noun."""
        words = f"{capfirst(noun(delivery.subject_type))} {delivery.subject_id}"
        try:
            url = reverse(f"admin:crm_{delivery.subject_type}_change", args=[delivery.subject_id])
        except NoReverseMatch:
            return foreign(words)
        return format_html('<a class="desk-link" href="{}">{}</a>', url, words)

    @admin.display(description=_("planned"), ordering="created_at")
    def planned(self, delivery: Delivery) -> SafeString:
        return since(delivery.created_at, timezone.now())

    @admin.display(description=_("next try"))
    def next_try(self, delivery: Delivery) -> SafeString:
        now = timezone.now()
        if delivery.state == State.PLANNED and delivery.due_at <= now:
            return pill(_now("Now"), "soon")
        return since(delivery.due_at if delivery.state == State.PLANNED else None, now)

    @admin.display(description=_("reason"))
    def why(self, delivery: Delivery) -> SafeString:
        return foreign(delivery.reason)

    @admin.display(description=_("what it says"))
    @once
    def text(self, delivery: Delivery) -> SafeString:
        return render_to_string("admin/crm/delivery/text.html", {"delivery": delivery, **rendered(delivery)})

    @admin.display(description=_("context"))
    def facts(self, delivery: Delivery) -> SafeString:
        return json_text(delivery.context)


def noun(kind: str) -> str:
    """What people call the rows of a model, by its name; the name itself where there is none such."""
    try:
        return str(apps.get_model("crm", kind)._meta.verbose_name)
    except LookupError:
        return kind


def rendered(delivery: Delivery) -> dict[str, str]:
    """Subject and text as the recipient reads them, rendered from what was stored when it happened."""
    try:
        parts = {name: plain(f"mail/{delivery.template}{ending}", delivery) for name, ending in PARTS.items()}
    except TemplateDoesNotExist:
        return {}
    return parts | {"subject": " ".join(parts["subject"].split())}


PARTS = {"subject": ".subject.txt", "body": ".txt"}


def plain(name: str, delivery: Delivery) -> str:
    template: Any = get_template(name)  # Django's own engine, the one that settings name
    text: str = template.template.render(Context(delivery.context, autoescape=False))
    return text.strip()
