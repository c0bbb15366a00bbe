"""Files of messages on the desk: links that keep them, and a warning for those that may run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from crm.tickets.actions import fill_attachment, save_attachment, save_message
from crm.tickets.models import Attachment, TicketMessage
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(desk: World, tmp_path: Path, settings: Settings) -> Attachment:
    """A file that may run, on a message of the world's ticket."""
    settings.MEDIA_ROOT = tmp_path
    row = save_attachment(Attachment(), {"name": "setup.exe"}, by=desk.ada)
    fill_attachment(row, SimpleUploadedFile("x", b"MZ"))
    message = save_message(TicketMessage(ticket=desk.ticket), {"body": "Try this"}, by=desk.ada)
    message.attachments.add(row)
    return row


def test_the_conversation_links_to_its_files_and_warns_of_those_that_run(
    tove: Client, desk: World, file: Attachment
) -> None:
    page = tove.get(reverse("admin:crm_ticket_change", args=[desk.ticket.pk])).content.decode()
    assert f'href="/api/v1/Attachment/{file.pk}/Content" download' in page
    assert "May run when opened" in page


def test_the_link_keeps_the_file_for_whoever_is_signed_in(tove: Client, file: Attachment) -> None:
    answer: Any = tove.get(f"/api/v1/Attachment/{file.pk}/Content")
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == b"MZ"


def test_a_message_shows_its_files_and_one_that_has_not_come_is_no_link(
    tove: Client, desk: World, file: Attachment
) -> None:
    awaited = save_attachment(Attachment(), {"name": "later.pdf"}, by=desk.ada)
    message = TicketMessage.objects.get()
    message.attachments.add(awaited)
    page = tove.get(reverse("admin:crm_ticketmessage_change", args=[message.pk])).content.decode()
    assert f'href="/api/v1/Attachment/{file.pk}/Content"' in page
    assert f"/Attachment/{awaited.pk}/Content" not in page
    assert "not yet here" in page
