"""Pages of other origins that may call the API from a browser: those that `FJORD_CORS_ORIGINS` lists, none by default.

They sign in with an `Authorization` header. Cookies are never allowed, so the session of the desk stays out of reach.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

Handler = Callable[[HttpRequest], HttpResponse]
API = "/api"
ANY = "*"
METHODS = "GET, POST, PUT, PATCH, DELETE, OPTIONS"
ALLOWED = (
    "Authorization, Content-Type, Accept, Accept-Language, X-XSRF-TOKEN, SO-AppToken, SO-Language, SO-Culture, "
    "SO-TimeZone, SO-Browser-TZ-Offset, If-Modified-Since, If-Unmodified-Since, If-Match, If-None-Match, Idempotency-Key"
)
EXPOSED = "Last-Modified, ETag, SO-TIMEZONE, Idempotency-Replayed, Retry-After"
REMEMBERED_SECONDS = "600"


class CrossOriginMiddleware:
    """Answers preflights of the API, and tells browsers which pages may read its answers."""

    def __init__(self, get_response: Handler) -> None:
        if not settings.FJORD_CORS_ORIGINS:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.origins = frozenset(origin.lower() for origin in settings.FJORD_CORS_ORIGINS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info[: len(API)].lower() != API:
            return self.get_response(request)
        origin = request.META.get("HTTP_ORIGIN", "")
        is_allowed = bool(origin) and (ANY in self.origins or origin.lower() in self.origins)
        asks = request.method == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in request.META
        answer = HttpResponse(status=204) if asks and is_allowed else self.get_response(request)
        patch_vary_headers(answer, ["Origin"])
        if is_allowed:
            answer["Access-Control-Allow-Origin"] = origin
            answer["Access-Control-Expose-Headers"] = EXPOSED
        if asks and is_allowed:
            answer["Access-Control-Allow-Methods"] = METHODS
            answer["Access-Control-Allow-Headers"] = ALLOWED
            answer["Access-Control-Max-Age"] = REMEMBERED_SECONDS
        return answer
