"""Every try to deliver: within its delivery, and all of them in a list."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from crm.delivery.models import Attempt, Outcome
from crm.directory.admin.base import DeskRows, Records
from crm.directory.admin.filters import Choices, Days
from crm.directory.admin.show import day_and_time, foreign, lasting, pill

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


@admin.register(Attempt)
class AttemptAdmin(Records):
    """All tries, newest first; each stands in its delivery too."""

    seen_through = "delivery"

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
