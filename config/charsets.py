"""Charsets of bodies. Django looks up any codec that Python has before its first middleware, and fails on most."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.utils.http import parse_header_parameters
from django.utils.translation import gettext as _

from config.faults import answer

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
# Those that texts come in and that begin with ASCII, by Python's names; `hex`, `zlib` and `idna` are codecs too.
TEXTS = re.compile(
    r"utf-8(-sig)?|ascii|iso8859-\d+|cp125\d|koi8-[rtu]|mac-roman|shift_jis|euc[_-]\w+|gb\w+|big5\w*"
)


class KnownCharsets:
    """The application, but 415 for a body in a charset that no text comes in. One that nobody knows is taken for UTF-8."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        kind = environ.get("CONTENT_TYPE", "")
        if "charset" not in kind.lower() or is_text(kind):
            return self.application(environ, start_response)
        request = WSGIRequest({**environ, "CONTENT_TYPE": ""})
        words = _("The charset of the Content-Type is not known here. Send UTF-8.")
        refusal = answer(request, HTTPStatus.UNSUPPORTED_MEDIA_TYPE, words)
        start_response(f"{refusal.status_code} {refusal.reason_phrase}", list(refusal.items()))
        return [refusal.content]


def is_text(kind: str) -> bool:
    """Whether a Content-Type names no charset, one of texts, or one that Python does not know."""
    try:
        _kind, options = parse_header_parameters(kind)
        return bool(TEXTS.fullmatch(codecs.lookup(options.get("charset", "utf-8")).name))
    except LookupError:
        return True
    except ValueError:  # too long, or with a NUL
        return False
