"""What is answered when no view does: words for a program below /api, a page for a person elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from http import HTTPStatus

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _

from crm.wire.bounds import is_cut_off
from crm.wire.errors import AGAIN, is_passing, refuse

API = "/api"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, mostly for a host that the desk does not go by."""
    if isinstance(exception, DisallowedHost):
        return answer(
            request,
            HTTPStatus.BAD_REQUEST,
            _("This desk does not go by the host name of this request; FJORD_HOSTS lists those it goes by."),
        )
    return answer(request, HTTPStatus.BAD_REQUEST, _("The request is malformed."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, HTTPStatus.FORBIDDEN, str(exception) or _("You do not have the right to do this."))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, HTTPStatus.NOT_FOUND, _("There is nothing at this address."))


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is busy or away, or when it took too long."""
    if is_cut_off(sys.exc_info()[1]):
        words = _("The database took too long for this, and was stopped; nothing was saved. Narrow it down.")
        return answer(request, HTTPStatus.SERVICE_UNAVAILABLE, words)
    if is_passing(sys.exc_info()[1]):
        words = _("The database is busy or cannot be reached. Try again in a moment.")
        refusal = answer(request, HTTPStatus.SERVICE_UNAVAILABLE, words)
        for name, value in AGAIN.items():
            refusal[name] = value
        return refusal
    return answer(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Something went wrong on the server. The log has the details."),
    )


class NoNulMiddleware:
    """400 for an address of the desk that holds a NUL, which no text of PostgreSQL may."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query: str = request.META.get("QUERY_STRING", "")
        if "%00" in query and not request.path_info.lower().startswith(API):
            return answer(request, HTTPStatus.BAD_REQUEST, _("The request is malformed."))
        return self.get_response(request)


def answer(request: HttpRequest, status: HTTPStatus, words: str) -> HttpResponse:
    """The words in the error shape below /api, otherwise on a page that needs neither session nor database."""
    if f"{request.path_info.lower()}/".startswith(f"{API}/"):
        return refuse(status, words)
    page = loader.render_to_string("fault.html", {"status": status.value, "words": words})
    return HttpResponse(page, status=status)
