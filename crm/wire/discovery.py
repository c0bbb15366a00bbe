"""`/api` and `/api/v1`: which versions there are, and what each address does, taken from the route tables themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, URLResolver
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from crm.wire.files import BytesNegotiation
from crm.wire.media import QueryOptions, json_answer
from crm.wire.routes import address
from crm.wire.schema import summary_of
from crm.wire.views import ROOT, ApiView

VERSION = "v1"
NAME = "Fjord"
Described = dict[str, dict[str, str]]


def wants_page(request: Request, *, unless_asked: bool) -> bool:
    """Whether a page is to be answered rather than JSON; `unless_asked` says what nobody's word for either means."""
    accept = request.META.get("HTTP_ACCEPT", "").lower()
    asked = (QueryOptions(request).text("$format") or "").lower()
    if asked == "json" or "json" in accept or "javascript" in accept:
        return False
    return "html" in accept or unless_asked


class DiscoveryView(ApiView):
    """`/api`, open to everybody, and `/api/v1`."""

    content_negotiation_class = BytesNegotiation
    patterns: ClassVar[Sequence[URLPattern | URLResolver]] = ()

    def get_permissions(self) -> list[Any]:
        return [AllowAny()] if self.action == "versions" else super().get_permissions()

    def versions(self, request: Request) -> HttpResponse:
        """Names the versions of the API; the members that name the original's product name this one."""
        here = request.build_absolute_uri("/").rstrip("/")
        told = {
            VERSION: f"{here}{ROOT}",
            "Version": VERSION,
            "NetServerVersion": "",
            "NetServerAssembly": "",
            "NetServerDate": "",
            "NetServerLabel": "",
            "NetServer": NAME,
            "Services": "",
            "ServicesCurrent": "",
            "Documentation": f"{here}/api/docs/",
        }
        if not wants_page(request, unless_asked=True):
            return json_answer(told)
        return HttpResponse(render_to_string("api/versions.html", {"told": told, "name": NAME}))

    def addresses(self, request: Request) -> HttpResponse:
        """Names every address with what its methods do."""
        here = request.build_absolute_uri("/").rstrip("/")
        told = {f"{here}{template}": verbs for template, verbs in described(self.patterns).items()}
        if not wants_page(request, unless_asked=False):
            return json_answer(told)
        return HttpResponse(render_to_string("api/addresses.html", {"told": told, "name": NAME}))


def described(patterns: Sequence[URLPattern | URLResolver]) -> Described:
    """What each method of each address does, by documented template; what is refused is left out."""
    found: Described = {}
    for pattern in patterns:
        callback: Any = getattr(pattern, "callback", None)
        view: Any = getattr(callback, "cls", None)
        verbs = getattr(callback, "actions", {}) if view else {}
        for verb, action in verbs.items():
            if verb == "head":  # a view learns it when it is first called
                continue
            for template, each in view.documented(callback, verb.upper()):
                known = each.initkwargs.get("described")
                told = known.summary if known else summary_of(view, action)
                found.setdefault(template.replace("{key}", "{id}"), {})[verb.upper()] = told
    return dict(sorted(found.items()))


def discovery_patterns(patterns: Sequence[URLPattern | URLResolver]) -> list[URLPattern]:
    """The addresses of the discovery documents."""
    DiscoveryView.patterns = patterns
    return [
        address("api", DiscoveryView.as_view({"get": "versions"}), "versions"),
        address("api/v1", DiscoveryView.as_view({"get": "addresses"}), "addresses"),
    ]
