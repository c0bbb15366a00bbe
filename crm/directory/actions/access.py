"""Making and revoking access tokens."""

from __future__ import annotations

import datetime
import hashlib
import secrets

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.directory.models import AccessToken, Associate

PREFIX = "fjord:"


def digest_of(token: str) -> str:
    """The SHA-256 digest under which a token is stored, in hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def create_token(
    associate: Associate, *, name: str, lifetime: datetime.timedelta, by: Associate | None
) -> tuple[AccessToken, str]:
    """A new token of a user, and the secret itself: it is not kept, so show it now.

    `by` is None when the console makes it; a user makes their own, an administrator anybody's.
    """
    if by is not None and by.pk != associate.pk and not by.is_administrator:
        raise PermissionDenied(_("Only an administrator may make tokens for others."))
    if associate.user is None:
        raise ValidationError({"associate": _("This user has no account to sign in with.")})
    if lifetime <= datetime.timedelta(0):
        raise ValidationError({"expires_at": _("A token must expire in the future.")})
    longest = AccessToken._meta.get_field("name").max_length or 0
    if len(name) > longest:
        raise ValidationError(
            {"name": _("The name is too long; %(most)s characters fit.") % {"most": longest}}
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        associate=associate, name=name, digest=digest_of(secret), expires_at=timezone.now() + lifetime
    )
    return token, secret


def revoke_token(token: AccessToken, *, by: Associate) -> None:
    """Closes the door to a token, at once and for good."""
    if by.pk != token.associate_id and not by.is_administrator:
        raise PermissionDenied(_("Only an administrator may revoke others' tokens."))
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
