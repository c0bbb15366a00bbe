"""Who is calling: one statement finds the user, their account, and the stamp of the small lists."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import User
from django.db.models import Subquery
from django.utils import timezone
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from crm.directory.actions import digest_of
from crm.directory.models import AccessToken, Associate
from crm.wire import auth, lists
from crm.wire.auth import Found
from crm.wire.sql import Row, Statement, text_mark

WHO = text_mark("who")
# In the order of the model: `from_db` takes the values by it.
USER_FIELDS = ("id", "password", "is_superuser", "username", "is_staff", "is_active")
NO_ASSOCIATE = "This account is not a user of the desk yet: an administrator can make it one under Users."

verified_passwords = auth.VerifiedPasswords(lifetime=settings.FJORD_PASSWORD_MEMORY)


@cache
def _associate_fields() -> tuple[str, ...]:
    return tuple(field.attname for field in Associate._meta.concrete_fields)


@cache
def _by_token() -> Statement:
    rows = (
        AccessToken.objects.filter(digest=WHO)
        .order_by()
        .annotate(stamp=Subquery(lists.ListStamp.objects.values("stamp")[:1]))
    )
    columns = [f"associate__{name}" for name in _associate_fields()]
    columns += [f"associate__user__{name}" for name in USER_FIELDS]
    return Statement(rows.values_list("expires_at", "revoked_at", *columns, "stamp"))


@cache
def _by_name() -> Statement:
    users = get_user_model()._default_manager.filter(username=WHO)
    rows = users.annotate(stamp=Subquery(lists.ListStamp.objects.values("stamp")[:1]))
    columns = [f"associate__{name}" for name in _associate_fields()]
    return Statement(rows.values_list(*columns, *USER_FIELDS, "stamp"))


def _associate(row: Row) -> Associate | None:
    """The user of a row of associate columns, account columns and the stamp, ready to be `request.user.associate`.

    Made once per stamp, and anew when anything in the row has changed: like the rows of a catalog, it is shared.
    """
    if row[0] is None:
        return None
    lists.begin(row[-1] or 0)
    memory, place = lists.remembered(), ("signed in", row[0])
    known: tuple[Row, Associate] | None = memory.get(place)
    if known is None or known[0] != row:
        known = memory[place] = (row, _made(row))
    return known[1]


def _made(row: Row) -> Associate:
    names = _associate_fields()
    associate = Associate.from_db("default", names, row[: len(names)])
    associate.user = User.from_db("default", USER_FIELDS, row[len(names) : len(names) + len(USER_FIELDS)])
    return associate


def _found(associate: Associate | None) -> Found:
    if associate is None:
        raise PermissionDenied(NO_ASSOCIATE)
    user = associate.user
    if user is None or not user.is_active or associate.deleted:
        raise AuthenticationFailed("This account is closed.")
    return user, associate


class TokenAuthentication(auth.TokenAuthentication):
    """Access tokens of `crm.directory.models.AccessToken`."""

    def find(self, token: str) -> Found | None:
        rows = _by_token().rows({WHO: digest_of(token)})
        if not rows:
            return None
        expires_at, revoked_at, *rest = rows[0]
        if revoked_at is not None or expires_at <= timezone.now():
            return None
        return _found(_associate(tuple(rest)))


class BasicAuthentication(auth.BasicAuthentication):
    """Names and passwords of accounts; guessing is locked out by django-axes."""

    def check(self, request: Request, name: str, password: str) -> Found:
        rows = _by_name().rows({WHO: name})
        stored_hash = rows[0][len(_associate_fields()) + USER_FIELDS.index("password")] if rows else ""
        if not (rows and verified_passwords.holds(stored_hash, password)):
            user = authenticate(request._request, username=name, password=password)
            if user is None:
                # axes' middleware would put a page of its own in the place of this refusal
                vars(request._request).pop("axes_locked_out", None)
                raise AuthenticationFailed(
                    "The name or the password is wrong, or this account is locked for a while."
                )
            rows = _by_name().rows({WHO: name})  # the check may have stored a newer hash
            stored_hash = rows[0][len(_associate_fields()) + USER_FIELDS.index("password")]
            verified_passwords.remember(stored_hash, password)
        return _found(_associate(rows[0]))


class SessionAuthentication(auth.SessionAuthentication):
    """The admin session."""

    def authenticate(self, request: Request) -> Found | None:
        found = super().authenticate(request)
        if found is None:
            return None
        rows = _by_name().rows({WHO: found[0].get_username()})
        return _found(_associate(rows[0]) if rows else None)
