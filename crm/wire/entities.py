"""REST over contracts: parse, call one action, render one carrier."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, ClassVar, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpResponse
from django.urls import URLPattern
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions
from rest_framework.request import Request

from crm.wire.archive.ask import Within
from crm.wire.archive.columns import Archive
from crm.wire.archive.views import OPTIONS, SlimRows, SubList, answer_page, options_of, plain_options
from crm.wire.bind import Values, bind, refusal
from crm.wire.conditional import XML_VARIANT, State, changed_at, conditions_of, second_of, tag_in, tag_of
from crm.wire.contract import Contract
from crm.wire.deviations import ignored
from crm.wire.dialect import Dialect
from crm.wire.errors import BadMember, RowNotFound
from crm.wire.forms import check_form
from crm.wire.kinds import INT32
from crm.wire.lists import ListRow, touch
from crm.wire.media import QueryOptions, dumped, json_answer, origin_of, with_member
from crm.wire.negotiation import asks_for_xml
from crm.wire.patch import patched
from crm.wire.read import known_ids, read_one, read_stamped, read_unsaved, visible
from crm.wire.repeats import once
from crm.wire.rights import Caller
from crm.wire.routes import templated
from crm.wire.schema import operation
from crm.wire.select import parse_select
from crm.wire.steps import Carrier
from crm.wire.views import NO_CONTENT, ROOT, ApiView, body_of

DEVIATIONS = {
    "parameter GET * fk": ignored("no foreign keys of apps are kept, so that there are none to tell")
}
Verbs = dict[str, Any]
SAFE = ("GET", "HEAD")


class EntityViewSet(ApiView):
    """The list, `GET /default`, `POST`, and `GET`, `PUT`, `PATCH`, `DELETE` of `/{id}` for one contract.

    Subclasses say which actions stand behind: `new`, `save` and `remove`.
    """

    contract: ClassVar[Contract]
    links_on_save: ClassVar[bool] = True
    takes_notify: ClassVar[bool] = False
    archive: ClassVar[Archive | None] = None
    sub_lists: ClassVar[Mapping[str, SubList]] = {}

    def new(self, by: Any) -> models.Model:
        """An unsaved row with its defaults."""
        raise NotImplementedError  # the contract of this base class

    def save(self, row: Any, values: Values, by: Any, *, notify: bool) -> models.Model:
        """Calls the action that creates or changes a row; `notify` matters to those that tell somebody."""
        raise NotImplementedError  # the contract of this base class

    def saved(self, row: Any, values: Values, by: Any, *, notify: bool, path: str = "$") -> models.Model:
        """`save`, with an action's refusal of a value told by the path of its member."""
        with self._refusals(path, row):
            return self.save(row, values, by, notify=notify)

    def remove(self, row: Any, by: Any) -> None:
        """Calls the action that deletes a row."""
        raise NotImplementedError  # the contract of this base class

    def body_contract(self) -> Contract | None:
        return super().body_contract() if self._described else self.contract

    def answer_contract(self) -> Contract | None:
        return super().answer_contract() if self._described else self.contract

    def drafted(self, caller: Any, dialect: Dialect) -> Carrier:
        """The carrier of a `new` row, refusals told as those of `saved` are."""
        with self._refusals():
            return read_unsaved(self.contract, self.new(caller), caller, dialect)

    def removed(self, row: Any, by: Any) -> None:
        """`remove`, refusals told as those of `saved` are."""
        with self._refusals(row=row):
            self.remove(row, by)

    def hold(self, key: int) -> None:
        """Locks what `save` and `remove` lock before the row itself, so that two callers never wait for each other."""
        if issubclass(self.contract.model, ListRow):
            touch()

    @contextmanager
    def _refusals(self, path: str = "$", row: models.Model | None = None) -> Iterator[None]:
        """Tells refusals by the path of a member, and a row that was deleted since it was looked up as 404."""
        model: Any = self.contract.model
        try:
            yield
        except ValidationError as error:
            raise refusal(self.contract, error, path) from error
        except model.DoesNotExist as error:
            raise RowNotFound(self.contract.name, row and row.pk) from error

    @operation(SlimRows, parameters=OPTIONS)
    def rows(self, request: Request) -> HttpResponse:
        """Answers a page of the list."""
        if self.archive is None:
            raise exceptions.MethodNotAllowed("GET")
        return answer_page(self, request, self.archive, options_of(request))

    @operation(SlimRows, parameters=OPTIONS)
    def sub_rows(self, request: Request, key: str) -> HttpResponse:
        """Answers a page of the rows that belong to one."""
        caller = self.caller(request)
        self.must("view", self.contract.model, caller)
        number = self._number(key)
        if not known_ids(self.contract, [number], caller):
            raise RowNotFound(self.contract.name, key)
        wanted = self._below
        within = Within(wanted.path, number, many=wanted.many)
        return answer_page(self, request, wanted.archive, options_of(request), within)

    @property
    def _below(self) -> SubList:
        return cast("EntityRoutes", self.routes).sub_lists[self.template.rpartition("/")[2]]

    def own_parameters(self) -> list[OpenApiParameter]:
        """The plain filters of the list that the address answers, for the API docs."""
        archive = self._below.archive if self.action == "sub_rows" else self.archive
        return plain_options(archive) if archive and self.action in ("rows", "sub_rows") else []

    def default(self, request: Request) -> HttpResponse:
        caller = self.caller(request)
        return json_answer(self.drafted(caller, self.dialect))

    def retrieve(self, request: Request, key: str) -> HttpResponse:
        caller = self.caller(request)
        self.must("view", self.contract.model, caller)
        return self._answer(request, self._number(key), caller, links=True)

    def create(self, request: Request) -> HttpResponse:
        caller = self.caller(request)
        self.must("add", self.contract.model, caller)
        body = body_of(request)
        return once(request, caller, lambda: self._created(request, body, caller))

    def _created(self, request: Request, body: Any, caller: Any) -> HttpResponse:
        values = bind(self.contract, body, caller, dialect=self.dialect)
        row = self.saved(self.contract.model(), values, caller, notify=QueryOptions(request).truth("notify"))
        return self._answer(request, row.pk, caller, links=self.links_on_save, written=True)

    def update(self, request: Request, key: str) -> HttpResponse:
        caller = self.caller(request)
        self.must("change", self.contract.model, caller)
        body = body_of(request)
        if not body:
            raise BadMember("$", f"One {self.contract.name} is expected here.")
        with self._held(request, key, caller) as row:
            values = bind(self.contract, body, caller, replacing=True, row=row, dialect=self.dialect)
            saved = self.saved(row, values, caller, notify=QueryOptions(request).truth("notify"))
        return self._answer(request, saved.pk, caller, links=self.links_on_save, written=True)

    def partial_update(self, request: Request, key: str) -> HttpResponse:
        caller = self.caller(request)
        self.must("change", self.contract.model, caller)
        body = body_of(request)
        with self._held(request, key, caller, lock=True) as row:
            self._apply(row, body, caller)
        return self._answer(request, row.pk, caller, links=True, written=True)

    def _apply(self, row: Any, body: Any, caller: Any) -> None:
        """Saves the members that a patch touches. The row is locked: what is read here is what is changed."""
        check_form(body, self.contract.specs)
        before = read_one(self.contract, row.pk, caller, None, self.dialect.untranslated)
        if before is None:  # another caller's change hid the row before it was locked
            raise RowNotFound(self.contract.name, row.pk)
        touched = patched(self.contract, before, body, self.dialect.clock)
        values = bind(self.contract, touched, caller, row=row, dialect=self.dialect)
        if values:
            self.saved(row, values, caller, notify=False)

    def destroy(self, request: Request, key: str) -> HttpResponse:
        caller = self.caller(request)
        self.must("delete", self.contract.model, caller)
        with self._held(request, key, caller) as row:
            self.removed(row, caller)
        return HttpResponse(status=NO_CONTENT)

    def _number(self, key: str) -> int:
        number = int(key)
        if number > INT32:
            raise RowNotFound(self.contract.name, key)
        return number

    def _row(self, key: str, caller: Any, *, lock: bool = False) -> Any:
        rows = visible(self.contract, caller)
        if lock:
            rows = rows.select_for_update(of=("self",))
        row = rows.filter(pk=self._number(key)).first()
        if row is None:
            raise RowNotFound(self.contract.name, key)
        return row

    @contextmanager
    def _held(self, request: Request, key: str, caller: Any, *, lock: bool = False) -> Iterator[Any]:
        """The row that is about to be written.

        When the request makes conditions, or with `lock`, it stays locked until it is written, in one transaction;
        the conditions hold for what it is then.
        """
        conditions = conditions_of(request)
        if conditions is None and not lock:
            yield self._row(key, caller)
            return
        with transaction.atomic():
            self.hold(self._number(key))
            row = self._row(key, caller, lock=True)
            if conditions is not None:
                conditions.must_allow_writing(self._state(row, caller, with_tag=conditions.by_tag))
            yield row

    def _state(self, row: Any, caller: Caller, *, with_tag: bool) -> State:
        tag = None
        if with_tag and (carrier := read_one(self.contract, row.pk, caller, None, self.dialect)) is not None:
            tag = tag_of(carrier)
        return State(tag, changed_at(self.contract, row))

    def _answer(
        self, request: Request, key: int, caller: Caller, *, links: bool, written: bool = False
    ) -> HttpResponse:
        selection = parse_select(QueryOptions(request).text("$select"))
        found = read_stamped(self.contract, key, caller, selection, self.dialect, written=written)
        if found is None:
            raise RowNotFound(self.contract.name, key)
        carrier, changed = found
        body = dumped(carrier)
        tag = tag_in(body) if selection is None else None
        state = State(tag, second_of(changed), XML_VARIANT if asks_for_xml(request) else "")
        if request.method in SAFE and (conditions := conditions_of(request)) is not None:
            conditions.must_hold(state)
            if conditions.is_known(state):
                return HttpResponse(status=HTTPStatus.NOT_MODIFIED, headers=state.headers())
        if links:
            carrier["_Links"] = self._links(request, key, carrier)
            body = with_member(body, "_Links", carrier["_Links"])
        return json_answer(carrier, headers=state.headers(), body=body)

    def _links(self, request: Request, key: int, carrier: Carrier) -> dict[str, str]:
        name = cast("EntityRoutes", self.routes).name
        address = f"{origin_of(request)}{ROOT}/{name}"
        return {"Self": f"{address}/{key}", "Archive": address}

    routes: EntityRoutes | None = None


@dataclass(frozen=True)
class EntityRoutes:
    """The addresses of one resource: names in any case, a trailing slash allowed, never a redirect.

    `more` are addresses besides those of every entity, by what follows the name (`/{key}/Simple`); each gives the
    method of the view for a verb. They are tried first.
    """

    name: str
    view: type[EntityViewSet]
    more: Mapping[str, Verbs] = field(default_factory=dict)
    lists: Mapping[str, SubList] = field(default_factory=dict)  # sub-lists whose rows another feature has

    @property
    def sub_lists(self) -> dict[str, SubList]:
        """The lists of rows that belong to one row, by the last part of their address."""
        return {**self.view.sub_lists, **self.lists}

    def patterns(self) -> list[URLPattern]:
        self.view.routes = self
        table: dict[str, Verbs] = {
            **self.more,
            **{f"/{{key}}/{name}": {"get": "sub_rows"} for name in self.sub_lists},
            "": {
                **({"get": "rows"} if self.view.archive else {}),
                "post": "create",
                **self.more.get("", {}),
            },
            "/default": {"get": "default"},
            "/{key}": {"get": "retrieve", "put": "update", "patch": "partial_update", "delete": "destroy"},
        }
        return [templated(f"{ROOT}/{self.name}{tail}", self.view, verbs) for tail, verbs in table.items()]
