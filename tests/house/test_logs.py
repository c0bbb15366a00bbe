"""What a person reads who reads the log."""

import io
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings

from config.logs import OneLine
from tests.house.test_faults import Broken


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """The lines of the handler that the settings describe."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logs: Any = settings.LOGGING
    form = logs["formatters"]["line"]
    handler.setFormatter(logging.Formatter(form["format"], style=form["style"]))
    handler.addFilter(OneLine())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


def test_a_wrong_host_is_one_line_and_no_alarm(client: Client, log: io.StringIO) -> None:
    client.get("/admin/", headers={"host": "elsewhere.example"})
    first, *rest = log.getvalue().splitlines()
    assert " WARNING django.security.DisallowedHost: Invalid HTTP_HOST header: 'elsewhere.example'" in first
    assert all(" WARNING django.request: Bad Request: /admin/" in line for line in rest)


def test_a_fault_of_ours_keeps_its_traceback(log: io.StringIO) -> None:
    with override_settings(ROOT_URLCONF=Broken):
        Client(raise_request_exception=False).get("/api/broken")
    assert " ERROR django.request: Internal Server Error: /api/broken" in log.getvalue()
    assert "RuntimeError: secret detail" in log.getvalue()


def test_the_one_handler_of_the_desk_has_the_filter() -> None:
    logs: Any = settings.LOGGING
    (handler,) = logs["handlers"].values()
    (name,) = handler["filters"]
    assert logs["filters"][name]["()"] == f"{OneLine.__module__}.{OneLine.__name__}"
