"""What is answered when no view does: words for a program below /api, a page for a person elsewhere."""

from __future__ import annotations

from http import HTTPStatus

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import gettext as _

from crm.wire.errors import refuse

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
    return answer(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Something went wrong on the server. The log has the details."),
    )


def answer(request: HttpRequest, status: HTTPStatus, words: str) -> HttpResponse:
    """The words in the error shape below /api, otherwise on a page that needs neither session nor database."""
    if f"{request.path_info.lower()}/".startswith(f"{API}/"):
        return refuse(status, words)
    page = loader.render_to_string("fault.html", {"status": status.value, "words": words})
    return HttpResponse(page, status=status)
