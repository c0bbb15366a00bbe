"""Which accounts open a door: asked at every sign-in, and of every session at every request."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User


class AccountBackend(ModelBackend):
    """Accounts of the desk. One whose user has retired is closed, like one that is not active."""

    def user_can_authenticate(self, user: Any) -> bool:
        associate = getattr(user, "associate", None)
        return super().user_can_authenticate(user) and not (associate is not None and associate.deleted)

    def get_user(self, user_id: Any) -> User | None:
        """The account of a session with its user and their role, in one statement; None when it is closed."""
        accounts = get_user_model()._default_manager.select_related("associate__role")
        user = accounts.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
