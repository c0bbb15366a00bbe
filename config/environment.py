"""Environment variables read with care: what cannot be used ends the process with one sentence that names it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environ

Value = TypeVar("Value")
Number = TypeVar("Number", int, float)
TRUE, FALSE = ("true", "yes", "on", "1"), ("false", "no", "off", "0")
LARGEST = 2**31 - 1
HIGHEST_PORT = 65_535
DATABASES = ("postgres", "postgresql", "sqlite")
MAIL = ("smtp", "smtp+tls", "smtp+ssl", "smtps", "filemail", "consolemail", "memorymail", "dummymail")


class Refused(SystemExit):
    """A setting that cannot be used. Whoever reads it, a command or a server, ends with this sentence and code 1."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)


class Environment:
    """Variables by name; one that is empty counts as not set. Every method raises Refused for what it cannot use."""

    def __init__(self, variables: Mapping[str, str] | None = None) -> None:
        self.variables = os.environ if variables is None else variables

    def text(self, name: str, default: str = "") -> str:
        return self.variables.get(name, "").strip() or default

    def choice(self, name: str, choices: tuple[str, ...], default: str) -> str:
        given = self.text(name, default)
        if given not in choices:
            raise unusable(name, given, either(choices))
        return given

    def words(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        """What stands between commas."""
        given = self.text(name)
        return [word.strip() for word in given.split(",") if word.strip()] if given else list(default)

    def origins(self, name: str) -> list[str]:
        """Origins as browsers name them, a scheme and a host, or `*` for any."""
        given = self.words(name)
        for origin in given:
            if origin != "*" and not _is_origin(origin):
                raise unusable(
                    name, origin, "origins such as https://shop.example.com, separated by commas, or *"
                )
        return given

    def truth(self, name: str, *, default: bool) -> bool:
        given = self.text(name).lower()
        if given and given not in TRUE + FALSE:
            raise unusable(name, given, either(("true", "false")))
        return given in TRUE if given else default

    def whole(self, name: str, default: Value, *, least: int = 0, most: int = LARGEST) -> int | Value:
        """A whole number from `least` to `most`."""
        bounds = f"a whole number from {least} {'up' if most == LARGEST else f'to {most}'}"
        number = self._number(name, int, bounds, lambda number: least <= number <= most)
        return default if number is None else number

    def seconds(self, name: str, default: float) -> float:
        """A number above zero, with a point or without."""
        number = self._number(name, float, "a number above 0", lambda number: 0 < number <= LARGEST)
        return default if number is None else number

    def whole_or_none(self, name: str, default: int) -> int | None:
        """A whole number from 0 up; None for the word `none`."""
        if self.text(name).lower() == "none":
            return None
        number = self._number(
            name, int, "a whole number from 0 up, or none", lambda number: 0 <= number <= LARGEST
        )
        return default if number is None else number

    def database(self, name: str, default: str) -> dict[str, Any]:
        usable = "postgres://user:password@host:5432/name or sqlite:////path/to/file"
        found = self._address(name, default, DATABASES, environ.Env.db_url_config, usable)
        if not found.get("NAME"):
            raise Refused(f"{name} names no database; it can be {usable}.")
        return found

    def mail(self, name: str, default: str) -> dict[str, Any]:
        usable = "smtp://, smtp+tls:// or smtp+ssl://user:password@host:port, or filemail:///folder"
        found = self._address(name, default, MAIL, environ.Env.email_url_config, usable)
        if found["EMAIL_BACKEND"].endswith("smtp.EmailBackend") and not found["EMAIL_HOST"]:
            raise Refused(f"{name} names no mail server; it can be {usable}.")
        return found

    def _number(
        self, name: str, kind: Callable[[str], Number], bounds: str, fits: Callable[[Number], bool]
    ) -> Number | None:
        given = self.text(name)
        if not given:
            return None
        try:
            number = kind(given)
        except ValueError:
            raise unusable(name, given, bounds) from None
        if not fits(number):
            raise unusable(name, given, bounds)
        return number

    def _address(
        self, name: str, default: str, schemes: tuple[str, ...], read: Callable[[str], Any], usable: str
    ) -> dict[str, Any]:
        """What an address says. It may hold a password, so no sentence repeats more than its beginning."""
        given = self.text(name, default)
        scheme, mark, _rest = given.partition("://")
        if not mark or scheme not in schemes:
            begins = f"begins with {scheme}://" if mark else "is no address"
            raise Refused(f"{name} {begins}; it can be {usable}.")
        try:
            _ = urlsplit(given).port
            found: dict[str, Any] = read(given)
        except ValueError:
            raise Refused(f"{name} cannot be read, perhaps its port; it can be {usable}.") from None
        return found


def _is_origin(text: str) -> bool:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and text == f"{parts.scheme}://{parts.netloc}"
    )


def unusable(name: str, given: str, what: str) -> Refused:
    return Refused(f"{name} is {given!r}; it can be {what}.")


def either(choices: tuple[str, ...]) -> str:
    *first, last = choices
    return f"{', '.join(first)} or {last}" if first else last
