"""Whatever a request says that its body is written in, the answer is one of ours."""

from __future__ import annotations

import io
from typing import Any

import pytest

from config.wsgi import application

pytestmark = pytest.mark.django_db
NO_TEXTS = [
    "hex", "HEX", "zlib", "bz2", "rot13", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined",
    "utf-16", "utf-7", '"hex"', "a\x00b",
]  # fmt: skip
TEXTS = ["utf-8", "UTF8", "us-ascii", "latin1", "windows-1252", "iso-8859-15", "shift_jis", "gb18030", "none-such", "x" * 20_000, ""]  # fmt: skip


def asked(method: str, path: str, kind: str) -> tuple[int, str]:
    """The status and the body that the server gives, as gunicorn calls it."""
    raw, statuses = b"a=b", []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "a=%e6",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(raw)),
        "HTTP_HOST": "127.0.0.1:8000",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(raw),
    }
    body = b"".join(application(environ, lambda status, _headers, *_error: statuses.append(status)))
    return int(statuses[0].split()[0]), body.decode()


@pytest.mark.parametrize("charset", NO_TEXTS, ids=lambda charset: charset[:20])
@pytest.mark.parametrize("path", ["/api/v1/Ticket", "/admin/login/", "/healthz", "/nowhere"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_charset_that_no_text_comes_in_is_refused(method: str, path: str, charset: str) -> None:
    status, body = asked(method, path, f"application/x-www-form-urlencoded; charset={charset}")
    assert status == 415
    assert "Send UTF-8." in body
    assert body.lstrip().startswith('{"Error":true' if path.startswith("/api") else "<!DOCTYPE html>")


@pytest.mark.parametrize("charset", TEXTS, ids=lambda charset: charset[:20])
def test_other_charsets_go_on(charset: str) -> None:
    status, _body = asked("POST", "/api/v1/Ticket", f"application/x-www-form-urlencoded; charset={charset}")
    assert status == 401


def test_a_body_that_names_no_charset_goes_on() -> None:
    assert asked("POST", "/api/v1/Ticket", "application/json")[0] == 401
    assert asked("GET", "/healthz", "")[0] == 200
