"""Which rows the person at the keyboard may see, and who they are in the desk."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.admin.utils import get_fields_from_path
from django.db import models
from django.http import HttpRequest

from crm.directory.models import Associate

Row = TypeVar("Row", bound=models.Model)


def associate_of(request: HttpRequest) -> Associate | None:
    """The user of the desk behind the account that is signed in; an account may have none."""
    return getattr(request.user, "associate", None)


def sees_all(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_superuser", False))


def visible(rows: models.QuerySet[Row], request: HttpRequest) -> models.QuerySet[Row]:
    """Those of the rows that the reader may see. An account without a user sees none, a superuser all."""
    filtered: Any = getattr(rows, "visible_to", None)
    if filtered is None or sees_all(request):
        return rows
    associate = associate_of(request)
    shown: models.QuerySet[Row] = rows.none() if associate is None else filtered(associate)
    return shown


def visible_through(rows: models.QuerySet[Row], relation: str, request: HttpRequest) -> models.QuerySet[Row]:
    """Those of the rows whose `relation`, a path such as "message__ticket", the reader may see."""
    if sees_all(request):
        return rows
    related: Any = get_fields_from_path(rows.model, relation)[-1].related_model
    return rows.filter(**{f"{relation}__in": visible(related._default_manager.all(), request)})
