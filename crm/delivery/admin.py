"""The delivery ledger: what was to be told to whom, what became of it, and what a person can do about it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template, render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from crm.delivery.actions import cancel, retry_dead
from crm.delivery.models import Attempt, Delivery, Outcome, State
from crm.delivery.models.delivery import PENDING
from crm.directory.admin.base import DeskRows, Records
from crm.directory.admin.filters import Choices, Days, Related
from crm.directory.admin.show import day_and_time, exact, foreign, json_text, lasting, once, pill, since
from crm.directory.admin.verbs import Verb, VerbAdmin

TONES = {
    State.PLANNED: "soon",
    State.SENDING: "busy",
    State.DELIVERED: "good",
    State.SUPPRESSED: "plain",
    State.DEAD: "late",
}
OUTCOMES = {Outcome.DELIVERED: "good", Outcome.FAILED: "late", Outcome.ABANDONED: "soon"}


def ending(attempt: Attempt) -> SafeString:
    if not attempt.outcome:
        return pill(_now("Under way"), "busy")
    return pill(attempt.get_outcome_display(), OUTCOMES[Outcome(attempt.outcome)])


class AttemptRows(DeskRows):
    model = Attempt
    fields = ["number", "began", "took", "ended", "error"]
    readonly_fields = ["number", "began", "took", "ended", "error"]
    ordering = ["number"]
    tab = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may see a delivery may see how it was tried."""
        return True

    @admin.display(description=_("started"))
    def began(self, attempt: Attempt) -> SafeString:
        return day_and_time(attempt.started_at)

    @admin.display(description=_("took"))
    def took(self, attempt: Attempt) -> str:
        if attempt.finished_at is None:
            return _now("under way")
        seconds = (attempt.finished_at - attempt.started_at).total_seconds()
        return _now("%(n)s s") % {"n": round(seconds, 1)} if seconds < 60 else lasting(seconds)

    @admin.display(description=_("ended"))
    def ended(self, attempt: Attempt) -> SafeString:
        return ending(attempt)


@admin.register(Delivery)
class DeliveryAdmin(VerbAdmin, Records):
    list_display = ["state_pill", "kind", "to", "about", "channel", "attempts", "planned", "next_try", "why"]
    list_display_links = ["state_pill", "kind"]
    list_filter = [
        ("state", Choices),
        ("channel", Choices),
        ("recipient_associate", Related),
        ("created_at", Days),
    ]
    search_fields = ["recipient__iexact"]
    search_help_text = _("Recipient's address, or the number of a ticket")
    sortable_by = ["planned"]
    date_hierarchy = "created_at"
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
        return delivery.kind

    @admin.display(description=_("recipient"))
    def to(self, delivery: Delivery) -> SafeString:
        return foreign(delivery.recipient)

    @admin.display(description=_("about"))
    def about(self, delivery: Delivery) -> SafeString:
        """A link where the subject has an admin page; the ledger itself knows no noun."""
        words = f"{delivery.subject_type} {delivery.subject_id}"
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


def oldest_pending() -> str:
    """How long the longest waiting delivery has been due, in words; empty when none waits."""
    age = Delivery.objects.oldest_pending_age(timezone.now())
    if age is None:
        return ""
    since_when = exact(timezone.now() - age)
    return _now("The oldest pending delivery has been waiting for %(age)s, since %(when)s.") % {
        "age": lasting(age.total_seconds()),
        "when": since_when,
    }


@admin.register(Attempt)
class AttemptAdmin(Records):
    """All tries, newest first; each stands in its delivery too."""

    list_display = ["began", "delivery", "number", "ended", "error_text"]
    list_select_related = ["delivery"]
    list_filter = [("outcome", Choices), ("started_at", Days)]
    ordering = ["-id"]
    sortable_by = ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("started"))
    def began(self, attempt: Attempt) -> SafeString:
        return day_and_time(attempt.started_at)

    @admin.display(description=_("ended"))
    def ended(self, attempt: Attempt) -> SafeString:
        return ending(attempt)

    @admin.display(description=_("error"))
    def error_text(self, attempt: Attempt) -> SafeString:
        return foreign(attempt.error)


@dataclass(frozen=True)
class Standing:
    """The ledger in three facts."""

    pending: int
    dead: int
    oldest: str


def standing(now: datetime.datetime) -> Standing:
    """How much waits, how much is dead, and since when: one statement, over the index on the state."""
    rows = Delivery.objects.filter(state__in=[*PENDING, State.DEAD]).order_by().values("state")
    found: dict[str, dict[str, Any]] = {
        row["state"]: dict(row) for row in rows.annotate(number=Count("pk"), oldest=Min("due_at"))
    }
    waiting = [found[state]["oldest"] for state in PENDING if state in found]
    due = [moment for moment in waiting if moment <= now]
    return Standing(
        pending=sum(found[state]["number"] for state in PENDING if state in found),
        dead=found[State.DEAD]["number"] if State.DEAD in found else 0,
        oldest=lasting((now - min(due)).total_seconds()) if due else "",
    )
