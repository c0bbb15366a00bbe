"""Which calls pass by what only browsers need."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.handlers.exception import convert_exception_to_response
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.deprecation import MiddlewareMixin

from crm.wire.auth import HeaderCallsMiddleware

Handler = Callable[[HttpRequest], HttpResponse]


class Browsers(MiddlewareMixin):
    """Stands for sessions, messages and the like."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response["Passed"] = "browsers"
        return response


@pytest.fixture
def answer() -> Handler:
    """A chain as Django builds it: each part wrapped, the view at its end."""
    chain: Any = convert_exception_to_response(lambda _request: HttpResponse("view"))
    for _ in range(2):
        chain = convert_exception_to_response(Browsers(chain))
    return HeaderCallsMiddleware(chain)


@pytest.mark.parametrize("path", ["/api/v1/Ticket", "/API/V1/ticket/5", "/api/v1"])
@pytest.mark.parametrize("header", ["Basic dGplMDpUamUw", "SOTicket abc", "Nonsense"])
def test_a_call_of_the_api_with_a_header_goes_straight_to_the_view(
    path: str, header: str, answer: Handler
) -> None:
    response = answer(RequestFactory().get(path, HTTP_AUTHORIZATION=header))
    assert (response.content, response.has_header("Passed")) == (b"view", False)


@pytest.mark.parametrize(
    ("path", "header"),
    [
        ("/api/v1/Ticket", ""),
        ("/api/v1/Ticket", "  "),
        ("/admin/", "Basic dGplMDpUamUw"),
        ("/api/docs/", "Basic dGplMDpUamUw"),
    ],
)
def test_everything_else_takes_the_whole_way(path: str, header: str, answer: Handler) -> None:
    response = answer(RequestFactory().get(path, HTTP_AUTHORIZATION=header))
    assert (response.content, response["Passed"]) == (b"view", "browsers")
