"""Access tokens: shown once, kept as digests, made and revoked by those who may."""

from __future__ import annotations

import datetime
import hashlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from crm.directory.actions import create_token, revoke_token
from crm.directory.models import AccessToken, Associate
from tests.world import HOUR, World, again

pytestmark = pytest.mark.django_db


def test_only_the_digest_of_a_token_is_kept(world: World) -> None:
    row, token = create_token(world.ada, name="import", lifetime=HOUR, by=world.ada)
    kept = AccessToken.objects.values().get(pk=row.pk)
    assert kept["digest"] == hashlib.sha256(token.encode()).hexdigest()
    secret = token.partition(":")[2]
    assert len(secret) >= 43, "256 bits in base64"
    assert not [value for value in kept.values() if secret in str(value)]


def test_no_two_tokens_are_alike(world: World) -> None:
    tokens = {create_token(world.ada, name="same", lifetime=HOUR, by=None)[1] for _ in range(20)}
    assert len(tokens) == 20


def test_a_token_opens_until_it_expires_and_only_while_its_user_may_come_in(world: World) -> None:
    row, _token = create_token(world.ada, name="import", lifetime=HOUR, by=None)
    valid = AccessToken.objects.valid
    assert valid(row.created_at).get() == row
    assert not valid(row.expires_at).exists()
    Associate.objects.filter(pk=world.ada.pk).update(deleted=True)
    assert not valid(timezone.now()).exists()


def test_a_user_makes_their_own_tokens_and_an_administrator_anybodys(world: World) -> None:
    create_token(world.ada, name="own", lifetime=HOUR, by=world.ada)
    create_token(world.ada, name="given", lifetime=HOUR, by=world.tove)
    with pytest.raises(PermissionDenied):
        create_token(world.ada, name="stolen", lifetime=HOUR, by=world.bo)
    assert AccessToken.objects.count() == 2


def test_a_token_is_revoked_by_its_user_or_an_administrator_and_by_nobody_else(world: World) -> None:
    for by in (world.ada, world.tove):
        row, _token = create_token(world.ada, name="x", lifetime=HOUR, by=None)
        with pytest.raises(PermissionDenied):
            revoke_token(row, by=world.bo)
        assert again(row).revoked_at is None
        revoke_token(row, by=by)
        assert again(row).revoked_at is not None


def test_revoking_twice_keeps_the_first_time(world: World) -> None:
    row, _token = create_token(world.ada, name="x", lifetime=HOUR, by=None)
    revoke_token(row, by=world.ada)
    first = again(row).revoked_at
    revoke_token(again(row), by=world.ada)
    assert again(row).revoked_at == first


@pytest.mark.parametrize("lifetime", [datetime.timedelta(0), -HOUR])
def test_a_token_that_never_opens_is_refused(lifetime: datetime.timedelta, world: World) -> None:
    with pytest.raises(ValidationError, match="expire in the future"):
        create_token(world.ada, name="x", lifetime=lifetime, by=None)


def test_whoever_cannot_sign_in_gets_no_token(world: World) -> None:
    room = Associate.objects.create(name="room")
    with pytest.raises(ValidationError, match="no account"):
        create_token(room, name="x", lifetime=HOUR, by=None)
