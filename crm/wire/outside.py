"""What the original has and this desk does not: 501 that names it, once the caller has signed in."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern
from rest_framework import exceptions
from rest_framework.request import Request

from crm.wire.files import BytesNegotiation
from crm.wire.routes import templated
from crm.wire.views import ROOT, ApiView

METHODS = Path(__file__).with_name("methods.csv")


class NotBuilt(exceptions.APIException):
    """501 that names what is asked for."""

    status_code = 501

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is not part of this desk.")


class Refusing(ApiView):
    """A view some of whose verbs have nothing behind them: the route table gives these to `refuse`."""

    @classmethod
    def documented(cls, callback: Any, method: str) -> list[tuple[str, Any]]:
        """What is not there is not shown."""
        refused = callback.actions.get(method.lower()) == "refuse"
        return [] if refused else super().documented(callback, method)

    def refuse(self, request: Request, **_parts: str) -> HttpResponse:
        raise NotBuilt(f"{request.method} {self.template}")


class OutsideView(Refusing):
    """An address of the original with nothing behind it."""

    content_negotiation_class = BytesNegotiation


def outside(table: Mapping[str, str]) -> list[URLPattern]:
    """The addresses of a table: what follows `/api/v1/`, and the verbs that are refused there."""
    return [
        templated(f"{ROOT}/{tail}", OutsideView, dict.fromkeys(verbs.split(), "refuse"))
        for tail, verbs in table.items()
    ]


@cache
def documented_methods() -> Mapping[tuple[str, str], str]:
    """`Agent/Method` of every agents' method that the original has, by its lower-case names.

    What this desk does not build of these answers 501. Source: the official client 12.4.1514, which has a function for
    each; a table, so that a method that is built needs no line taken out of anywhere.
    """
    with METHODS.open(encoding="utf-8", newline="") as table:
        rows = [(row["agent"], row["method"]) for row in csv.DictReader(table)]
    return {(agent.lower(), method.lower()): f"{agent}/{method}" for agent, method in rows}
