"""Short messages, through whatever sends them: `FJORD_SMS_SENDER` names it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from crm.delivery.models import Delivery
from crm.delivery.models.address import number_of
from crm.delivery.notifications.routes.route import RefusedError, UnreachableError


class SmsSender(Protocol):
    """What `FJORD_SMS_SENDER` names: a class without arguments whose instances send."""

    def send(self, number: str, text: str, reference: str) -> None:
        """Hands a text over for a number such as `+4791234567`.

        `reference` is the same when a text is sent again after a crash. Raises UnreachableError, DelayedError or
        RefusedError of `crm.delivery.notifications.routes`.
        """


class SmsFiles:
    """Sends nothing: each text becomes a file in `FJORD_SMS_FOLDER` that a person can read."""

    def send(self, number: str, text: str, reference: str) -> None:
        folder = Path(settings.FJORD_SMS_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        name = "".join(letter for letter in reference if letter.isalnum() or letter == "-")
        (folder / f"{name}.txt").write_text(f"To: {number}\n\n{text}", encoding="utf-8")


class SmsRoute:
    """Sends one text per delivery, rendered from `templates/sms/<template>.txt`."""

    def __init__(self) -> None:
        self._sender: SmsSender | None = None

    def open(self) -> None:
        if self._sender is None:
            try:
                self._sender = import_string(settings.FJORD_SMS_SENDER)()
            except ImportError as error:
                raise UnreachableError(f"FJORD_SMS_SENDER: {error}") from error

    def send(self, delivery: Delivery) -> None:
        self.open()
        try:
            number = number_of(delivery.recipient)
        except ValueError as error:
            raise RefusedError("no usable number") from error
        if self._sender is not None:
            text = render_to_string(f"sms/{delivery.template}.txt", delivery.context)
            self._sender.send(number, text.strip(), delivery.message_id)

    def close(self) -> None:
        self._sender = None
