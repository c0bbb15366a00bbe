"""Bringing files, and hanging them on messages."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.directory.models import Associate
from crm.tickets.actions.message import lock_tickets, recount
from crm.tickets.models import Attachment, TicketMessage
from crm.wire.rights import must_reach

CHUNK = 64 * 1024
UNNAMED = "attachment"
_PATH = re.compile(r"[/\\]")
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_CONTENT_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+(; *[\w-]+=[\w.\"-]+)*", re.ASCII)
NAME_LENGTH = 200


def new_attachment(*, by: Associate) -> Attachment:
    """An unsaved attachment with the defaults that a new one gets."""
    return Attachment(created_at=timezone.now(), created_by=by)


def save_attachment(attachment: Attachment, values: Mapping[str, Any], *, by: Associate) -> Attachment:
    """Creates or changes what is known of a file; its bytes come with `fill_attachment`. All or nothing."""
    with transaction.atomic():
        if attachment._state.adding:
            attachment.created_at, attachment.created_by = timezone.now(), by
        else:
            attachment = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
            must_reach("change", attachment, by)
        for name, value in values.items():
            setattr(attachment, name, value)
        attachment.name = clean_name(attachment.name)
        attachment.content_type = clean_type(attachment.content_type)
        attachment.save()
    return attachment


def fill_attachment(attachment: Attachment, content: IO[bytes], *, content_type: str = "") -> Attachment:
    """Stores the bytes of an attachment in place of those it had. The new ones are there whole or not at all.

    A content type counts where the attachment has none. Raises ValidationError past `FJORD_MAX_ATTACHMENT_BYTES`.
    """
    size, digest = _measure(content)
    stored = attachment.file.storage.save(
        attachment.file.field.generate_filename(attachment, ""), File(content)
    )
    try:
        with transaction.atomic():
            attachment = Attachment.objects.select_for_update(of=("self",)).get(pk=attachment.pk)
            _forget(attachment)
            attachment.file.name = stored
            attachment.size, attachment.sha256 = size, digest
            attachment.content_type = attachment.content_type or clean_type(content_type)
            attachment.save(update_fields=["file", "size", "sha256", "content_type"])
    except BaseException:
        attachment.file.storage.delete(stored)
        raise
    return attachment


def _measure(content: IO[bytes]) -> tuple[int, str]:
    digest, size, limit = hashlib.sha256(), 0, settings.FJORD_MAX_ATTACHMENT_BYTES
    while chunk := content.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise ValidationError(_("The file is larger than %(limit)s bytes.") % {"limit": limit})
        digest.update(chunk)
    content.seek(0)
    return size, digest.hexdigest()


def _forget(attachment: Attachment) -> None:
    """Deletes the bytes of an attachment once the transaction stands."""
    storage, stored = attachment.file.storage, attachment.file.name
    if stored:
        transaction.on_commit(lambda: storage.delete(stored))


def attach(message: TicketMessage, keys: Sequence[int]) -> None:
    """Hangs attachments on a message, each once, and keeps the ticket's counters true. All or nothing."""
    with transaction.atomic():
        tickets = lock_tickets({message.ticket_id})
        message.attachments.add(*keys)
        _recount(message, tickets)


def detach(message: TicketMessage, keys: Collection[int]) -> None:
    """Takes attachments off a message; those that hang nowhere else are deleted. All or nothing."""
    with transaction.atomic():
        tickets = lock_tickets({message.ticket_id})
        gone = list(message.attachments.filter(pk__in=keys))
        message.attachments.remove(*gone)
        _delete_loose(gone)
        _recount(message, tickets)


def delete_message(message: TicketMessage) -> None:
    """Takes a message out of its ticket, with its headers and the attachments that hang nowhere else."""
    with transaction.atomic():
        tickets = lock_tickets({message.ticket_id})
        attachments = list(message.attachments.all())
        message.delete()
        _delete_loose(attachments)
        for ticket in tickets.values():
            recount(ticket, timezone.now())


def _delete_loose(attachments: Sequence[Attachment]) -> None:
    keys = [attachment.pk for attachment in attachments]
    for attachment in Attachment.objects.filter(pk__in=keys, messages=None):
        _forget(attachment)
        attachment.delete()


def _recount(message: TicketMessage, tickets: Mapping[int, Any]) -> None:
    message.num_attachments = message.attachments.count()
    message.save(update_fields=["num_attachments"])
    for ticket in tickets.values():
        recount(ticket, timezone.now())


def clean_name(given: str) -> str:
    """A file name that any system takes: no path, no control characters, no device; the ending stays."""
    last = _PATH.split(unicodedata.normalize("NFC", given))[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    name = _FORBIDDEN.sub("_", shown).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if dot and len(ending) < 20:
        return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}" if stem else f"{UNNAMED}.{ending}"
    return name[:NAME_LENGTH] or UNNAMED


def clean_type(given: str) -> str:
    """A content type as headers may carry it. Raises ValidationError for what is none."""
    if given and not _CONTENT_TYPE.fullmatch(given):
        raise ValidationError({"content_type": _("This is no content type such as image/png.")})
    return given
