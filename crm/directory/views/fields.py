"""Custom fields over REST: the layouts that administrators change, and what is published of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request

from crm.directory.actions import (
    delete_field,
    is_changed,
    new_field,
    publish_fields,
    revert_fields,
    save_field,
)
from crm.directory.contracts.enums import FIELD_TYPE
from crm.directory.contracts.fields import FIELD_INFO, USER_DEFINED_FIELD
from crm.directory.models import Associate, CustomField, FieldOwner, FieldType
from crm.directory.models.field_types import OWNER_MODELS, UDEF_OWNERS
from crm.directory.models.fields import EXTRA
from crm.wire.bind import MAX_ELEMENTS, bind, key_in, refusing
from crm.wire.contract import Contract
from crm.wire.deviations import approximate
from crm.wire.dialect import RAW, Dialect
from crm.wire.errors import BadMember, RowNotFound
from crm.wire.kinds import INT32
from crm.wire.media import QueryOptions, json_answer
from crm.wire.read import read, read_unsaved
from crm.wire.routes import templated
from crm.wire.schema import operation
from crm.wire.steps import Carrier
from crm.wire.views import NO_CONTENT, ROOT, ApiView, body_of

DEVIATIONS = {
    "endpoint GET /api/v1/TicketMessage/CustomField/{fieldName}": approximate(
        "always 404: messages have no custom fields"
    )
}
NAMES = {
    "User": FieldOwner.USER,
    **{name: owner for owner, name in OWNER_MODELS.items() if name != "Associate"},
}
TYPE = OpenApiParameter("udefFieldType", str, required=True, description="The type of the new field.")
DATA_ONLY = OpenApiParameter(
    "columnChangesOnly", bool, description="Whether only changes that move values count."
)
INDEXED = OpenApiParameter("isIndexed", bool, description="Whether the field is marked as indexed.")
TRUTH, NUMBER = {"type": "boolean"}, {"type": "integer"}
Rows = models.QuerySet[CustomField]


def udefs(rows: Rows) -> Rows:
    """Those of the fields that are user-defined fields, in their layout's order."""
    return rows.exclude(key__startswith=EXTRA)


def field_in(rows: Rows, name: str) -> CustomField | None:
    """The field of a programmatic name, a label or an id, looked for in this order."""
    known = list(rows)
    for each in ("key", "label"):
        for field in known:
            if getattr(field, each) == name:
                return field
    if name.isascii() and name.isdecimal():
        return next((field for field in known if str(field.pk) == name), None)
    return None


def meant(owner: int, key: int) -> CustomField | None:
    """The field of the working layout that an id of either layout names."""
    known = CustomField.objects.filter(owner=owner, pk=key).first() if key <= INT32 else None
    return known and CustomField.objects.working(owner).filter(identity=known.identity).first()


def kind_in(name: str | None, path: str) -> FieldType:
    """The type that a client names. Raises BadMember."""
    try:
        return FieldType(FIELD_TYPE.parse(name or ""))
    except ValueError as error:
        raise BadMember(path, str(error)) from None


@contextmanager
def found(name: str | int) -> Iterator[None]:
    """Tells of a field that somebody took away since it was looked up as of one that is not there."""
    try:
        yield
    except CustomField.DoesNotExist as error:
        raise RowNotFound(USER_DEFINED_FIELD.name, name) from error


def take_field(
    owner: FieldOwner, body: Any, by: Associate, path: str = "$", dialect: Dialect = RAW
) -> CustomField:
    """Saves the field that a carrier describes: a new one unless it names an id. Raises BadMember, RowNotFound."""
    key = key_in(USER_DEFINED_FIELD, body, path)
    field = meant(owner, key) if key > 0 else CustomField(owner=owner)
    if field is None:
        raise RowNotFound(USER_DEFINED_FIELD.name, key)
    values = bind(USER_DEFINED_FIELD, body, by, path=path, dialect=dialect)
    with refusing(USER_DEFINED_FIELD, path), found(key):
        return save_field(field, values, by=by)


class FieldsView(ApiView):
    """`/{name}/UdefLayout` and `/{name}/CustomField`, whose name says whose fields they are."""

    @property
    def owner(self) -> FieldOwner:
        return NAMES[self.template.removeprefix(f"{ROOT}/").partition("/")[0]]

    def _told(self, rows: Rows, request: Request, contract: Contract = USER_DEFINED_FIELD) -> list[Carrier]:
        return read(contract, rows, self.caller(request), dialect=self.dialect)

    def _one(self, field: CustomField | None, name: str) -> CustomField:
        if field is None:
            raise RowNotFound(USER_DEFINED_FIELD.name, name)
        return field

    def _answer(
        self, field: CustomField, request: Request, contract: Contract = USER_DEFINED_FIELD
    ) -> HttpResponse:
        return json_answer(self._told(CustomField.objects.filter(pk=field.pk), request, contract)[0])

    @operation(USER_DEFINED_FIELD, many=True)
    def layout(self, request: Request) -> HttpResponse:
        """Answers the working layout, which may differ from what is published."""
        return json_answer(self._told(udefs(CustomField.objects.working(self.owner)), request))

    @operation(USER_DEFINED_FIELD, many=True, body=USER_DEFINED_FIELD)
    def save(self, request: Request) -> HttpResponse:
        """Saves a field of the working layout, or an array of them; the others stay. Answers the whole layout."""
        body, by = body_of(request), self.caller(request)
        with transaction.atomic():
            if isinstance(body, list):
                if len(body) > MAX_ELEMENTS:
                    raise BadMember("$", f"More than {MAX_ELEMENTS} elements.")
                for number, element in enumerate(body):
                    take_field(self.owner, element, by, f"$[{number}]", self.dialect)
            else:
                take_field(self.owner, body, by, dialect=self.dialect)
        return json_answer(self._told(udefs(CustomField.objects.working(self.owner)), request))

    @operation(USER_DEFINED_FIELD, parameters=[TYPE])
    def draft(self, request: Request) -> HttpResponse:
        """Answers a new field of a type, laid out behind the others, to be completed and saved by PUT."""
        kind = kind_in(QueryOptions(request).text("udefFieldType"), "udefFieldType")
        field = new_field(self.owner, kind, by=self.caller(request))
        return json_answer(read_unsaved(USER_DEFINED_FIELD, field, self.caller(request), self.dialect))

    @operation(USER_DEFINED_FIELD, many=True)
    def published(self, request: Request) -> HttpResponse:
        """Answers the published layout."""
        return json_answer(self._told(udefs(CustomField.objects.published(self.owner)), request))

    @operation(USER_DEFINED_FIELD)
    def published_field(self, request: Request, label: str) -> HttpResponse:
        """Answers a published field, by its programmatic name, its label or its id."""
        return self._answer(
            self._one(field_in(udefs(CustomField.objects.published(self.owner)), label), label), request
        )

    @operation(USER_DEFINED_FIELD)
    def field(self, request: Request, label: str) -> HttpResponse:
        """Answers a field of the working layout, by its programmatic name, its label or its id."""
        return self._answer(self._working(label), request)

    @operation()
    def remove(self, request: Request, label: str) -> HttpResponse:
        """Takes a field out of the working layout."""
        with found(label):
            delete_field(self._working(label), by=self.caller(request))
        return HttpResponse(status=NO_CONTENT)

    @operation(USER_DEFINED_FIELD, parameters=[INDEXED])
    def retype(self, request: Request, label: str, fieldType: str) -> HttpResponse:  # noqa: N803  # as documented
        """Changes the type of a field in the working layout."""
        values = {
            "type": kind_in(fieldType, "fieldType"),
            "is_indexed": QueryOptions(request).truth("isIndexed"),
            "default": "",
            "text_length": 0,
        }
        with refusing(USER_DEFINED_FIELD), found(label):
            field = save_field(self._working(label), values, by=self.caller(request))
        return self._answer(field, request)

    @operation(TRUTH, parameters=[DATA_ONLY])
    def changed(self, request: Request) -> HttpResponse:
        """Answers whether there is something to publish."""
        data_only = QueryOptions(request).truth("columnChangesOnly")
        return json_answer(is_changed(self.owner, data_only=data_only))

    @operation(TRUTH)
    def publishing(self, request: Request) -> HttpResponse:
        """Answers whether the layout is being published: never, since nobody sees that half done."""
        return json_answer(data=False)

    @operation(NUMBER)
    def publish(self, request: Request) -> HttpResponse:
        """Publishes the working layout and answers its version."""
        return json_answer(publish_fields(self.owner, by=self.caller(request)))

    @operation()
    def revert(self, request: Request) -> HttpResponse:
        """Makes the working layout what the published one is."""
        revert_fields(self.owner, by=self.caller(request))
        return HttpResponse(status=NO_CONTENT)

    @operation(FIELD_INFO, many=True)
    def infos(self, request: Request) -> HttpResponse:
        """Answers the published fields, extra fields too."""
        return json_answer(self._told(CustomField.objects.published(self.owner), request, FIELD_INFO))

    @operation(FIELD_INFO)
    def info(self, request: Request, fieldName: str) -> HttpResponse:  # noqa: N803  # as documented
        """Answers one published field by its name."""
        known = CustomField.objects.published(self.owner).filter(key=fieldName).first()
        return self._answer(self._one(known, fieldName), request, FIELD_INFO)

    def _working(self, name: str) -> CustomField:
        rows = udefs(CustomField.objects.working(self.owner))
        known = field_in(rows, name)
        if known is None and name.isascii() and name.isdecimal():
            known = meant(self.owner, int(name))
        return self._one(known, name)


LAYOUT = {
    "UdefLayout": {"get": "layout", "put": "save", "post": "draft"},
    "UdefLayout/Published": {"get": "published"},
    "UdefLayout/Published/{label}": {"get": "published_field"},
    "UdefLayout/Changed": {"get": "changed"},
    "UdefLayout/Publish": {"get": "publishing", "post": "publish"},
    "UdefLayout/Revert": {"post": "revert"},
    "UdefLayout/{label}": {"get": "field", "delete": "remove"},
    "UdefLayout/{label}/ChangeTo/{fieldType}": {"post": "retype"},
}
INFOS = {"CustomField": {"get": "infos"}, "CustomField/{fieldName}": {"get": "info"}}
ADDRESSES = [
    templated(f"{ROOT}/{name}/{tail}", FieldsView, verbs)
    for name, owner in NAMES.items()
    for tail, verbs in ({**LAYOUT, **INFOS} if owner in UDEF_OWNERS else INFOS).items()
]
