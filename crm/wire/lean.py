"""DRF's way of serving a request, without making again at each what is the same at all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.utils.cache import patch_vary_headers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

VARY = "Vary"


@lru_cache(maxsize=256)
def _made(kinds: tuple[Callable[[], Any], ...]) -> tuple[Any, ...]:
    """One of each kind, shared by all requests: none of them keeps anything."""
    return tuple(kind() for kind in kinds)


def _one_of_each(kinds: Iterable[Callable[[], Any]]) -> Any:
    return _made(tuple(kinds))


class LeanView(ViewSet):
    """A view whose parsers, renderers, schemes and permissions are made once, and so are the headers of its address.

    There is no versioning and no suffix such as `.json`; both would take time at each request.
    """

    format_kwarg = None

    def get_parsers(self) -> Any:
        return _one_of_each(self.parser_classes)

    def get_renderers(self) -> Any:
        return _one_of_each(self.renderer_classes)

    def get_authenticators(self) -> Any:
        return _one_of_each(self.authentication_classes)

    def get_permissions(self) -> Any:
        return _one_of_each(self.permission_classes)

    def get_content_negotiator(self) -> BaseContentNegotiation:
        (negotiator,) = _one_of_each((self.content_negotiation_class,))
        found: BaseContentNegotiation = negotiator
        return found

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """DRF's request; what is asked of it often stands in it, instead of being looked up by its name each time."""
        made = super().initialize_request(request, *args, **kwargs)
        vars(made)["META"], vars(made)["method"] = request.META, request.method
        return made

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        self.perform_authentication(request)
        self.check_permissions(request)
        if self.throttle_classes:
            self.check_throttles(request)

    @property
    def default_response_headers(self) -> dict[str, str]:
        """What the address allows, and by which header of the request its answers differ."""
        kind: Any = type(self)
        return _headers_of(kind, tuple(self.action_map))

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        for name, value in self.headers.items():
            if name != VARY or VARY not in response:
                response[name] = value
            elif value not in response[VARY]:
                patch_vary_headers(response, [value])
        return response


@lru_cache(maxsize=1024)
def _headers_of(view: type[LeanView], methods: tuple[str, ...]) -> dict[str, str]:
    """The headers that DRF gives to every answer of an address with these methods."""
    allowed = [name.upper() for name in view.http_method_names if name in methods or hasattr(view, name)]
    vary = {VARY: "Accept"} if len(view.renderer_classes) > 1 else {}
    return {"Allow": ", ".join(allowed), **vary}
