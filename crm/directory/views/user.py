"""Users over REST and Agents."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern
from rest_framework.request import Request

from crm.directory import archives
from crm.directory.actions import new_user, retire_user, save_user
from crm.directory.contracts import ASSOCIATE, USER, USER_GROUP
from crm.directory.models import Associate, UserGroup
from crm.directory.views import roles
from crm.directory.views.presence import password_credential, presence_of, principal_of, write_presence
from crm.wire.agents import AgentCall, EntityAgent, agent_method, getter
from crm.wire.bind import Values
from crm.wire.entities import EntityRoutes
from crm.wire.errors import RowNotFound
from crm.wire.kinds import STRING
from crm.wire.media import json_answer
from crm.wire.outside import Refusing
from crm.wire.read import read_one
from crm.wire.records import RecordViewSet, in_order
from crm.wire.routes import templated
from crm.wire.schema import operation
from crm.wire.steps import Carrier
from crm.wire.views import ROOT, body_of

AGENT = "User"


class UserViewSet(Refusing, RecordViewSet):
    """`/User`: by id, or by the name that somebody signs in with."""

    contract = USER
    flat = ASSOCIATE
    has_layout = False
    archive = archives.ALL_USERS

    def new(self, by: Any) -> Associate:
        return new_user(by=by)

    def save(self, row: Any, values: Values, by: Any, *, notify: bool) -> Associate:
        return save_user(row, values, by=by)

    def remove(self, row: Any, by: Any) -> None:
        retire_user(row, by=by)

    @operation(USER)
    def current(self, request: Request) -> HttpResponse:
        """Answers the user who asks."""
        caller = self.caller(request)
        return json_answer(read_one(USER, caller.pk, caller, dialect=self.dialect))

    @operation(ASSOCIATE)
    def current_associate(self, request: Request) -> HttpResponse:
        """Answers the user who asks, as other carriers hold users."""
        caller = self.caller(request)
        return json_answer(read_one(ASSOCIATE, caller.pk, caller, dialect=self.dialect))

    @operation({"type": "object", "title": "SoPrincipalCarrier"})
    def current_principal(self, request: Request) -> HttpResponse:
        """Answers who asks, and what they may do."""
        return json_answer(self.dialect.spoken(principal_of(self.caller(request))))

    @operation({"type": "object", "title": "CredentialType"}, many=True)
    def credential_types(self, request: Request) -> HttpResponse:
        """Answers how people sign in: by user name and password. Tokens are made for programs."""
        return json_answer(self.dialect.spoken([password_credential()]))

    @operation(dict)
    def presence(self, request: Request, key: str) -> HttpResponse:
        """Answers whether a user is at work."""
        caller = self.caller(request)
        self.must("view", Associate, caller)
        return json_answer(self.dialect.spoken(presence_of(self._row(key, caller))))

    @operation(dict)
    def set_presence(self, request: Request, key: str) -> HttpResponse:
        """Says whether a user is at work."""
        caller = self.caller(request)
        row = self._row(key, caller)
        write_presence(row, body_of(request), caller)
        return json_answer(self.dialect.spoken(presence_of(row)))

    @operation({"type": "object", "title": "CustomCommand"}, many=True)
    def custom_commands(self, request: Request, key: str) -> HttpResponse:
        """Answers the commands that extensions offer for one user: nothing extends this desk, so there are none."""
        caller = self.caller(request)
        self.must("view", Associate, caller)
        self._row(key, caller)
        return json_answer([])

    @operation({"type": "object"})
    def run_custom_command(self, request: Request, key: str, command_name: str) -> HttpResponse:
        """Refused with 404: there is no such command."""
        self.custom_commands(request, key)
        raise RowNotFound("CustomCommand", command_name)

    @operation(USER)
    def retrieve_named(self, request: Request, user_name: str) -> HttpResponse:
        """Answers one user by the name they sign in with."""
        return self.retrieve(request, self._key(request, user_name))

    @operation(USER, body=USER)
    def update_named(self, request: Request, user_name: str) -> HttpResponse:
        """Replaces one user, found by the name they sign in with."""
        return self.update(request, self._key(request, user_name))

    @operation()
    def destroy_named(self, request: Request, user_name: str) -> HttpResponse:
        """Retires one user, found by the name they sign in with."""
        return self.destroy(request, self._key(request, user_name))

    def _key(self, request: Request, user_name: str) -> str:
        caller = self.caller(request)
        self.must("view", Associate, caller)
        key = named(caller, user_name)
        if key is None:
            raise RowNotFound(USER.name, user_name)
        return str(key)


def named(caller: Any, user_name: str) -> int | None:
    """The key of the user who signs in with this name, None when the caller sees none."""
    rows = Associate.objects.visible_to(caller).filter(user__username__iexact=user_name)
    return rows.values_list("pk", flat=True).first()


USER_AGENT = EntityAgent(AGENT, UserViewSet)


def _one(call: AgentCall, argument: str) -> Associate | None:
    return Associate.objects.visible_to(call.caller).filter(pk=call.number(argument)).first()


@agent_method(AGENT, "{UserName}", "User", answers=USER)
def get_user_from_name(call: AgentCall) -> Carrier | None:
    """The user who signs in with a name, or null."""
    call.must("view", Associate)
    key = named(call.caller, call.value("UserName", STRING))
    return None if key is None else call.one(USER, key)


@agent_method(AGENT, "{PersonId}", "User[]", answers=USER)
def get_user_from_person_id(call: AgentCall) -> list[Carrier]:
    """The users that a person is."""
    call.must("view", Associate)
    rows = Associate.objects.visible_to(call.caller).filter(person=call.number("PersonId"))
    return call.all(USER, rows.order_by("deleted", "pk"))


@agent_method(AGENT, "{AssociateId}", "UserPresenceStatus")
def get_user_presence_status(call: AgentCall) -> Carrier | None:
    """Whether a user is at work, or null."""
    call.must("view", Associate)
    row = _one(call, "AssociateId")
    return None if row is None else call.dialect.spoken(presence_of(row))


@agent_method(AGENT, "{AssociateId, UserPresenceStatus: UserPresenceStatus}", "UserPresenceStatus")
def set_user_presence_status(call: AgentCall) -> Carrier | None:
    """Says whether a user is at work; null when there is no such user."""
    row = _one(call, "AssociateId")
    if row is None:
        return None
    write_presence(row, call.argument("UserPresenceStatus"), call.caller, "$.UserPresenceStatus")
    return call.dialect.spoken(presence_of(row))


@agent_method(AGENT, "{IncludeDeleted: bool}", "UserGroup[]", answers=USER_GROUP)
def get_all_user_groups(call: AgentCall) -> list[Carrier]:
    """All groups of users, by rank."""
    call.must("view", UserGroup)
    rows = UserGroup.objects.order_by("rank", "name", "pk")
    return call.all(USER_GROUP, rows if call.truth("IncludeDeleted") else rows.filter(deleted=False))


@agent_method(AGENT, "int[]", "UserGroup[]", answers=USER_GROUP)
def get_user_group_list(call: AgentCall) -> list[Carrier]:
    """The groups of these ids, in this order; what is not there is left out."""
    return in_order(call, USER_GROUP, call.numbers())


class UserRoutes(EntityRoutes):
    """The addresses of users; names are tried last, since a name can be spelled like anything."""

    def patterns(self) -> list[URLPattern]:
        verbs = {"get": "retrieve_named", "put": "update_named", "delete": "destroy_named"}
        return [*super().patterns(), templated(f"{ROOT}/User/{{user_name}}", self.view, verbs)]


ROUTES = [
    UserRoutes(
        "User",
        UserViewSet,
        {
            "/Validate": {"post": "validate"},
            "/current": {"get": "current"},
            "/currentAssociate": {"get": "current_associate"},
            "/currentPrincipal": {"get": "current_principal"},
            "/CredentialTypes": {"get": "credential_types"},
            "/{key}/ForeignKey": {"get": "foreign_keys"},
            "/{key}/CustomCommand": {"get": "custom_commands"},
            "/{key}/CustomCommand/{command_name}": {"post": "run_custom_command"},
            "/{key}/UserPresenceStatus": {"get": "presence", "put": "set_presence"},
        },
    )
]
AGENT_METHODS = [
    *USER_AGENT.methods(),
    get_user_from_name,
    get_user_from_person_id,
    get_user_presence_status,
    set_user_presence_status,
    getter(AGENT, USER_GROUP, "GetUserGroup", "UserGroupId"),
    get_all_user_groups,
    get_user_group_list,
    *roles.AGENT_METHODS,
]
