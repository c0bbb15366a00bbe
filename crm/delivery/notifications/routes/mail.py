"""E-mail through Django's mail backend, with one connection for as many messages as the server takes on it."""

from __future__ import annotations

import contextlib
import smtplib
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.core import mail
from django.core.files.storage import default_storage
from django.core.mail.backends.base import BaseEmailBackend
from django.template import Context
from django.template.loader import get_template, render_to_string

from crm.delivery.models import Delivery
from crm.delivery.models.address import is_address
from crm.delivery.models.letter import Enclosure, Letter
from crm.delivery.notifications.routes.route import DelayedError, RefusedError, UnreachableError


class MailRoute:
    """Sends one message per delivery."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None
        self._carried = 0

    def open(self) -> None:
        if self._backend is not None:
            return
        backend = mail.get_connection()
        try:
            backend.open()
        except OSError as error:  # smtplib's errors are OSErrors too
            raise UnreachableError(f"mail server: {_words(error)}") from error
        self._backend, self._carried = backend, 0

    def send(self, delivery: Delivery) -> None:
        if not is_address(delivery.recipient):  # some backends take anything, and it would count as delivered
            raise RefusedError("no usable address")
        message = compose(delivery)
        try:
            self._transmit(message)
        except OSError as error:
            self._carry_on(message, error)
        except ValueError as error:  # an address or header that no mail can carry
            raise RefusedError(_words(error)) from error
        self._carried += 1

    def close(self) -> None:
        backend, self._backend = self._backend, None
        if backend is not None:
            with contextlib.suppress(OSError):
                backend.close()

    def _transmit(self, message: mail.EmailMessage) -> None:
        self.open()
        if self._backend is None or not self._backend.send_messages([message]):
            raise DelayedError("the mail backend took nothing")

    def _carry_on(self, message: mail.EmailMessage, error: OSError) -> None:
        """Tries once more on a fresh connection when the old one had carried its share; otherwise gives its verdict."""
        if _is_answer_to_recipient(error):
            raise _verdict(error) from error
        self.close()  # whatever went wrong, the next message starts afresh
        if not (self._carried and _is_hang_up(error)):
            raise _verdict(error) from error
        try:
            self._transmit(message)
        except UnreachableError as gone:
            raise DelayedError(str(gone)) from gone
        except OSError as again:
            self.close()
            raise _verdict(again) from again


class Copy(mail.EmailMultiAlternatives):
    """A message for one recipient, whoever else its header names."""

    def __init__(self, recipient: str, **envelope: Any) -> None:
        super().__init__(**envelope)
        self.recipient = recipient

    def recipients(self) -> list[str]:
        return [self.recipient]


def compose(delivery: Delivery) -> mail.EmailMultiAlternatives:
    """The message of a delivery, rendered from `templates/mail/<template>.subject.txt`, `.txt` and `.html`.

    Date and Message-ID are those of the plan, so that a repeat is recognisable as one; a letter's are the same for
    all who get it. Raises RefusedError when a file that should go along is gone.
    """
    name, letter = f"mail/{delivery.template}", Letter.of(delivery.context)
    message = Copy(
        delivery.recipient,
        subject=" ".join(_plain(f"{name}.subject.txt", delivery.context).split()),
        body=_plain(f"{name}.txt", delivery.context),
        from_email=settings.FJORD_FROM_ADDRESS,  # Django falls back on DEFAULT_FROM_EMAIL
        to=list(letter.to if letter else ()) or [delivery.recipient],
        cc=list(letter.cc if letter else ()),
        headers={"Date": format_datetime(delivery.created_at), **_marks(delivery, letter)},
    )
    message.attach_alternative(render_to_string(f"{name}.html", delivery.context), "text/html")
    for enclosure in letter.enclosures if letter else ():
        message.attach(_part(enclosure))
    return message


def _marks(delivery: Delivery, letter: Letter | None) -> dict[str, str]:
    """What threads a message, or says that nobody wrote it."""
    if letter is None:
        return {"Message-ID": delivery.message_id, "Auto-Submitted": "auto-generated"}
    marks = {"Message-ID": letter.message_id}
    return {**marks, "In-Reply-To": letter.answers, "References": letter.answers} if letter.answers else marks


def _part(enclosure: Enclosure) -> MIMEBase:
    try:
        with default_storage.open(enclosure.path) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise RefusedError(f"the file {enclosure.name} is gone") from error
    kind, _slash, subkind = enclosure.content_type.partition(";")[0].partition("/")
    if not subkind or kind in ("message", "multipart"):  # these two may not be encoded
        kind, subkind = "application", "octet-stream"
    part = MIMEBase(kind, subkind)
    part.set_payload(content)
    encode_base64(part)
    shown = "inline" if enclosure.content_id else "attachment"
    part.add_header("Content-Disposition", shown, filename=enclosure.name)
    if enclosure.content_id:
        part.add_header("Content-ID", f"<{enclosure.content_id}>")
    return part


def _plain(name: str, context: dict[str, Any]) -> str:
    """A template rendered as plain text: an ampersand stays one."""
    template: Any = get_template(name)  # Django's own engine, the one that settings name
    text: str = template.template.render(Context(context, autoescape=False))
    return text.strip() + "\n"


def _is_answer_to_recipient(error: OSError) -> bool:
    """Whether the server spoke about this one address and goes on listening."""
    return isinstance(error, smtplib.SMTPRecipientsRefused) and _code(error) != 421


def _is_hang_up(error: OSError) -> bool:
    return isinstance(error, smtplib.SMTPServerDisconnected) or _code(error) == 421


def _verdict(error: OSError) -> DelayedError | RefusedError:
    """RefusedError when the server says never (5xx) to this recipient or this message; the sender's faults can be mended."""
    final = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) and _code(error) >= 500
    final = final or isinstance(error, smtplib.SMTPNotSupportedError)
    return (RefusedError if final else DelayedError)(_words(error))


def _code(error: OSError) -> int:
    """The three digits of the server's answer; 0 when there was none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return int(next(iter(error.recipients.values()))[0])
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def _words(error: Exception) -> str:
    """The error as the ledger keeps it: the server's own words where there are some."""
    answer: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
    elif isinstance(error, smtplib.SMTPResponseException):
        code, answer = error.smtp_code, error.smtp_error
    else:
        return f"{type(error).__name__}: {error}"
    return f"{code} {answer.decode(errors='replace') if isinstance(answer, bytes) else answer}"
