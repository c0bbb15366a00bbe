"""What every address below /api/v1 shares: content negotiation, the body, the caller, refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.http import HttpResponse
from rest_framework import exceptions
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from crm.wire.contract import Contract
from crm.wire.dialect import RAW, Dialect, dialect_of
from crm.wire.errors import handle
from crm.wire.forms import FormParser
from crm.wire.lean import LeanView
from crm.wire.media import (
    JsonParser,
    MergePatchParser,
    PatchParser,
    TextJsonParser,
    take_chunks,
)
from crm.wire.negotiation import (
    Negotiation,
    TextXmlParser,
    TextXmlRenderer,
    XmlParser,
    XmlRenderer,
    as_asked,
)
from crm.wire.rights import Caller, must
from crm.wire.schema import ContractSchema

ROOT = "/api/v1"
NO_CONTENT = 204


class ApiView(LeanView):
    """What every address below /api/v1 shares."""

    parser_classes = (
        JsonParser,
        TextJsonParser,
        PatchParser,
        MergePatchParser,
        XmlParser,
        TextXmlParser,
        FormParser,
    )
    renderer_classes = (JSONRenderer, XmlRenderer, TextXmlRenderer)
    permission_classes = (IsAuthenticated,)
    schema = ContractSchema()
    template: str = ""  # the address as documented, set by the route table
    content_negotiation_class: type[BaseContentNegotiation] = Negotiation
    dialect: Dialect = RAW  # of this request, as a view serves one

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        try:
            self.dialect = dialect_of(request.META)
        except ValueError as error:
            raise exceptions.ParseError(f"SO-TimeZone: {error}") from None

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answer = super().finalize_response(request, response, *args, **kwargs)
        as_asked(answer, request, self.answer_contract)
        answer["SO-TIMEZONE"] = self.dialect.clock.zone.code
        if answer.status_code == NO_CONTENT:
            del answer["Content-Type"]  # Django gives one to every answer, and there is nothing to have it
        return answer

    @classmethod
    def documented(cls, callback: Any, method: str) -> list[tuple[str, Any]]:
        """The addresses that the OpenAPI schema shows for a route of this view."""
        template = callback.initkwargs.get("template")
        return [(template, callback)] if template else []

    def body_contract(self) -> Contract | None:
        """What the body of this request is, for types that cannot say it themselves; None where nothing tells."""
        body = getattr(self._described, "body", None)
        return body if isinstance(body, Contract) else None

    def answer_contract(self) -> Contract | None:
        """What the answer is a carrier of, or an array of carriers; None where nothing tells."""
        answers = getattr(self._described, "answers", None)
        return answers if isinstance(answers, Contract) else None

    @property
    def _described(self) -> Any:
        """What the schema says of the method that serves this request, if anything."""
        return getattr(getattr(self, self.action or "", None), "operation", None)

    def get_exception_handler(self) -> Callable[..., Any]:
        return handle

    def caller(self, request: Request) -> Any:
        """Who is asking."""
        return request.auth

    def must(self, verb: str, model: type[models.Model], caller: Caller) -> None:
        """Raises PermissionDenied unless the caller may do this to rows of the model."""
        must(verb, model, caller)


def body_of(request: Request) -> Any:
    """The parsed body, None when there is none.

    Raises 413 when it is too large, 415 for a type that is not read here, 400 when it is broken.
    """
    take_chunks(request)
    if request.META.get("CONTENT_LENGTH") in (None, "", "0"):
        return None  # DRF would say {}, an entity without a single member
    _ = request._request.body  # Django bounds the size here; parsers would read whatever comes
    return request.data


class NotFoundView(ApiView):
    """Any other address below /api: 404 in the error shape, once the caller has signed in."""

    def missing(self, request: Request) -> HttpResponse:
        raise exceptions.NotFound(f"There is nothing at {request.path}.")


not_found = NotFoundView.as_view(
    {"get": "missing", "post": "missing", "put": "missing", "patch": "missing", "delete": "missing"}
)
