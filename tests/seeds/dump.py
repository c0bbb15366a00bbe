"""Everything that stands in a database, so that two can be compared."""

import json
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core import serializers
from django.db import models

from crm.wire.lists import ListStamp


def dump() -> dict[str, list[dict[str, Any]]]:
    """The rows of every table by model, without what a database may number as it likes.

    Accounts and groups go by name, links by the rows that they join. The stamp of the lists is random.
    """
    found: list[type[models.Model]] = [
        *(model for model in apps.get_app_config("crm").get_models() if model is not ListStamp),
        User,
        Group,
    ]
    return {model._meta.label: rows(model) for model in found}


def rows(model: type[models.Model]) -> list[dict[str, Any]]:
    text = serializers.serialize(
        "json",
        model._default_manager.order_by("pk"),
        use_natural_foreign_keys=True,
        use_natural_primary_keys=True,
    )
    kept: list[dict[str, Any]] = json.loads(text)
    return kept
