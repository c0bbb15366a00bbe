"""Receivers that make remembered lists be forgotten when something they show has changed."""

from __future__ import annotations

from crm.directory.models import Associate, Person
from crm.wire import lists


def forget(**_fact: object) -> None:
    """A permission or a group of an account has changed."""
    lists.touch()


def forget_person(instance: Person, **_fact: object) -> None:
    """A person has changed, or is about to go; what is shown of users may with it."""
    if Associate.objects.filter(person=instance).exists():
        lists.touch()


def forget_account(update_fields: frozenset[str] | None = None, **_fact: object) -> None:
    """An account has changed; signing in changes nothing that is shown."""
    if update_fields != frozenset({"last_login"}):
        lists.touch()


def begin_afresh(**_fact: object) -> None:
    """A request begins: what its thread remembers from the last one may be stale by now."""
    lists.end()
