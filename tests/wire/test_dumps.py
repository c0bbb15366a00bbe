"""Values travel to the database as Django would send them."""

import datetime
import json
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.utils.translation import gettext_lazy

from crm.delivery.models import State
from crm.models import Delivery, Ticket
from crm.tickets.models import BaseStatus
from crm.wire.dumps import dump_of

MODELS = list(apps.get_app_config("crm").get_models())
NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
USUAL: "dict[type[models.Field[Any, Any]], Any]" = {
    models.BooleanField: True,
    models.DateTimeField: NOW,
    models.ForeignKey: 7,
    models.IntegerField: 7,
    models.TextField: "text",
    models.CharField: "text",
}


def fields(model: type[models.Model]) -> "list[models.Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def assert_same(model: type[models.Model], field: "models.Field[Any, Any]", value: Any) -> None:
    ours, theirs = (model(**{field.attname: value}) for _ in range(2))
    sent = dump_of(field, connection)(ours)
    expected = field.get_db_prep_save(field.pre_save(theirs, add=True), connection=connection)
    stamped = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    if not isinstance(field, models.JSONField) and not stamped:
        assert sent == expected
    if not isinstance(field, models.ForeignKey):  # numbers of relations get the type of their column too
        assert type(sent) is type(expected)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_usual_values_blanks_and_nulls_are_sent_as_django_sends_them(model: type[models.Model]) -> None:
    for field in fields(model):
        usual = next((value for kind, value in USUAL.items() if isinstance(field, kind)), None)
        for value in (usual, field.get_default(), None):
            assert_same(model, field, value)


@pytest.mark.parametrize(
    ("model", "name", "value"),
    [
        (Ticket, "base_status", BaseStatus.CLOSED),
        (Ticket, "base_status", "2"),
        (Ticket, "title", gettext_lazy("Open")),
        (Ticket, "title", 12),
        (Ticket, "has_attachment", 1),
        (Ticket, "owner_id", "7"),
        (Delivery, "state", State.DEAD),
    ],
)
def test_unusual_values_take_djangos_way(model: type[models.Model], name: str, value: object) -> None:
    field = next(field for field in fields(model) if field.attname == name)
    assert_same(model, field, value)


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"text": "ø", "number": 7, "deep": [{"none": None}, True, 1.5]},
        {"at": NOW, "on": NOW.date(), "cost": Decimal("1.10"), "words": gettext_lazy("Open"), 7: "key"},
        {"state": State.DEAD, "large": 2**70},
    ],
)
def test_documents_are_stored_as_django_stores_them(document: dict[Any, Any]) -> None:
    field = Delivery._meta.get_field("context")
    ours, theirs = (Delivery(context=document) for _ in range(2))
    sent = dump_of(field, connection)(ours)
    expected = field.get_db_prep_save(theirs.context, connection=connection)
    if connection.vendor == "postgresql":
        sent, expected = (told.dumps(told.obj) for told in (sent, expected))
    assert json.loads(sent) == json.loads(expected)
