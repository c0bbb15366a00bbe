"""What a browser may do with our pages: a content security policy and its companions on every answer."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Policy = dict[str, str]

STRICT: Policy = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
# unfold's Alpine turns attributes into functions; without eval its sidebar, menus and filters are dead.
ADMIN: Policy = STRICT | {"script-src": "'self' 'unsafe-eval'"}

POLICIES: tuple[tuple[str, Policy], ...] = (("/admin/", ADMIN), ("/", STRICT))
UNUSED_FEATURES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def header(policy: Policy) -> str:
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


HEADERS: tuple[tuple[str, str], ...] = tuple((prefix, header(policy)) for prefix, policy in POLICIES)


class SecurityHeadersMiddleware:
    """Adds the policy that belongs to the address; an answer that carries its own keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code >= 400:
            return response  # Django's debug pages are one piece of inline style and script
        policy = next(policy for prefix, policy in HEADERS if request.path_info.startswith(prefix))
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", UNUSED_FEATURES)
        return response


def client_address(request: HttpRequest) -> str:
    """Who is calling, for the lock on sign-in.

    X-Forwarded-For is believed only as far as FJORD_PROXIES says that proxies of ours have written it.
    """
    peer: str = request.META.get("REMOTE_ADDR", "")
    proxies: int = settings.FJORD_PROXIES
    if not proxies:
        return peer
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    return hops[-proxies] if len(hops) >= proxies else peer
