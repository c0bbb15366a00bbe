"""Callers of the API, in a world of the rows that the documented calls name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from crm.wire import lists
from tests.calls.callers import Api
from tests.calls.cast import SIGN_IN, plant_cast


@pytest.fixture
def named_rows(db: None) -> Iterator[None]:
    """The rows of the cast, and nothing remembered of an earlier world."""
    plant_cast()
    yield
    lists.end()


@pytest.fixture
def api(named_rows: None) -> Api:
    """tje0, who signs in as the pages print it and has every right."""
    return Api(Client(), SIGN_IN["tje0"])


@pytest.fixture
def reader(named_rows: None) -> Api:
    """Somebody who may read and nothing else."""
    return Api(Client(), SIGN_IN["reader"])


@pytest.fixture
def nobody(named_rows: None) -> Api:
    """A user of the desk without any right."""
    return Api(Client(), SIGN_IN["nobody"])


@pytest.fixture
def stranger(named_rows: None) -> Api:
    """Somebody who does not sign in."""
    return Api(Client(), "")
