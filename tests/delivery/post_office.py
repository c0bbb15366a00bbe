"""A real SMTP server in a thread, which keeps letters, refuses some, and can make senders wait."""

import asyncio
import email
import email.policy
import socket
import threading
from collections import Counter
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 OK"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True)
class Letter:
    """What arrived, for whom."""

    recipient: str
    message: EmailMessage

    @property
    def message_id(self) -> str:
        return str(self.message["Message-ID"])


@dataclass
class PostOffice:
    """Listens on 127.0.0.1 while the block lasts.

    `refuse` and `reject` hold answers by address, given to the recipient and to the text. After `share` letters a
    connection is told to go. `hold_back` makes the next letter wait, unanswered, until `let_go`.
    `asked` names every recipient that a sender began with, taken or not.
    """

    port: int = field(default_factory=free_port)
    refuse: dict[str, str] = field(default_factory=dict)
    reject: dict[str, str] = field(default_factory=dict)
    share: int | None = None
    letters: list[Letter] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    connections: Counter[Any] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.holding = threading.Event()  # set while a letter waits
        self._gate: threading.Event | None = None
        self._controller: Controller | None = None

    def __enter__(self) -> Self:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.let_go()
        assert self._controller is not None
        self._controller.stop()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def recipients(self) -> list[str]:
        return sorted(letter.recipient for letter in self.letters)

    def hold_back(self) -> None:
        self._gate = threading.Event()

    def let_go(self) -> None:
        if self._gate is not None:
            self._gate.set()

    async def handle_MAIL(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.share is not None and self.connections[session.peer] >= self.share:
            return "421 4.7.0 too many letters on this connection"
        envelope.mail_from = address
        return OK

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.asked.append(address)
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return OK

    async def handle_DATA(  # noqa: N802  # aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        (recipient,) = envelope.rcpt_tos
        if recipient in self.reject:
            return self.reject[recipient]
        if self._gate is not None and not self.holding.is_set():
            self.holding.set()
            await asyncio.to_thread(self._gate.wait)
        content = envelope.original_content or b""
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.connections[session.peer] += 1
        self.letters.append(Letter(recipient, message))
        return OK
