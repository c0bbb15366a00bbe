"""Buttons that do one thing to one row, by POST, through an action."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from crm.directory.admin.base import DeskAdmin
from crm.directory.admin.rows import associate_of
from crm.directory.admin.show import admin_url, link
from crm.directory.models import Associate

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Verb:
    """What can be done to a row: how the button reads, when it is offered, and the action behind it."""

    name: str
    label: StrOrPromise
    icon: str
    run: Callable[[Any, Associate, str], object]
    possible: Callable[[Any], bool]
    done: StrOrPromise
    asks: StrOrPromise = ""  # what the person is asked for beside the button
    tone: str = "plain"


class VerbAdmin(DeskAdmin):
    """Rows with verbs: as buttons above the form, and as actions of the list."""

    verbs: ClassVar[Sequence[Verb]] = ()
    change_form_outer_before_template = "admin/verbs.html"

    def may_act(self, request: HttpRequest) -> bool:
        """Verbs change rows, so they ask for Django's right to change them, also where the form is read-only."""
        right = f"{self.opts.app_label}.change_{self.opts.model_name}"
        return associate_of(request) is not None and bool(getattr(request.user, "has_perm")(right))  # noqa: B009  # both kinds of user have it

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_verb"
        view = self.admin_site.admin_view(self.verb_view)
        return [path("<path:object_id>/do/<slug:name>/", view, name=name), *super().get_urls()]

    def verb_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        verb = next((verb for verb in self.verbs if verb.name == name), None)
        noun = self.get_object(request, object_id)
        if verb is None or noun is None:
            raise Http404
        self.act(request, verb, [noun], request.POST.get("reason", ""))
        return HttpResponseRedirect(admin_url(noun))

    def act(self, request: HttpRequest, verb: Verb, nouns: Sequence[Any], reason: str) -> None:
        """Does it to each row by itself, and says of each what became of it."""
        by = associate_of(request)
        if by is None or not self.may_act(request):
            raise PermissionDenied
        done = 0
        for noun in nouns:
            try:
                verb.run(noun, by, reason.strip() or _("by hand"))
                done += 1
            except ValidationError as refusal:
                text = format_html("{}: {}", link(noun), " ".join(refusal.messages))
                self.message_user(request, text, messages.ERROR)
        if done:
            self.message_user(request, str(verb.done) % {"number": done}, messages.SUCCESS)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        offered = self.verbs if self.may_act(request) else ()
        return {
            **{verb.name: (partial(act_on_list, verb), verb.name, verb.label) for verb in offered},
            **actions,
        }

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **options: Any
    ) -> HttpResponse:
        noun = context.get("original")
        offered = self.verbs if noun is not None and self.may_act(request) else ()
        context["verbs"] = [(verb, self.verb_url(noun, verb)) for verb in offered if verb.possible(noun)]
        return super().render_change_form(request, context, *args, **options)

    def verb_url(self, noun: Any, verb: Verb) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_verb", args=[noun.pk, verb.name])


def act_on_list(verb: Verb, model_admin: VerbAdmin, request: HttpRequest, queryset: Any) -> None:
    model_admin.act(request, verb, list(queryset), "")
