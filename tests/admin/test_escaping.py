"""What people write stays text, wherever it is shown."""

from __future__ import annotations

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.directory.models import Associate, Contact, Person
from crm.events.models import SystemEvent
from crm.messages.admin import html
from crm.messages.models import SystemMessage
from crm.tickets.models import Ticket, TicketCategory, TicketMessage, TicketStatus, TicketTag
from tests.admin.conftest import tickets
from tests.world import World

HOSTILE = '"><script>window.pwn=1</script><img src=x onerror=window.pwn=1>{{ 7|add:7 }}\u202e'


def test_hostile_text_stays_text_on_every_page(tove: Client, desk: World) -> None:
    for model, field in (
        (Ticket, "title"),
        (Person, "lastname"),
        (Contact, "name"),
        (TicketCategory, "fullname"),
        (TicketTag, "name"),
        (TicketStatus, "name"),
        (Associate, "full_name"),
    ):
        rows: models.QuerySet[models.Model] = models.QuerySet(model)
        rows.update(**{field: HOSTILE})
    tickets(desk, 1, title=HOSTILE, owner=desk.tove)
    TicketMessage.objects.create(
        ticket=desk.ticket, created_at=timezone.now(), body=HOSTILE, author=HOSTILE, html_body=HOSTILE
    )
    now = timezone.now()
    SystemEvent.objects.create(key="k", scope=1, message=HOSTILE, registered=now)
    SystemMessage.objects.create(associate=desk.tove, system_message_id="m", markdown=HOSTILE, created_at=now)
    pages = [
        reverse("admin:index"),
        reverse("admin:crm_ticket_changelist"),
        reverse("admin:crm_ticket_changelist") + "?q=%22%3E%3Cscript%3Ewindow.pwn",
        reverse("admin:crm_ticket_change", args=[desk.ticket.pk]),
        reverse("admin:crm_ticket_delete", args=[desk.ticket.pk]),
        reverse("admin:crm_ticketmessage_changelist"),
        reverse("admin:crm_person_changelist"),
        reverse("admin:crm_contact_changelist"),
        reverse("admin:crm_systemevent_changelist"),
        reverse("admin:crm_systemmessage_changelist"),
        reverse("admin:crm_associate_changelist"),
        reverse("admin:crm_ticketcategory_changelist"),
    ]
    for url in pages:
        body = tove.get(url).content.decode()
        assert "<script>window.pwn" not in body, url
        assert "<img src=x" not in body, url


@pytest.mark.parametrize(
    ("markdown", "kept"),
    [
        ("**now**", "<strong>now</strong>"),
        ("<b>now</b>", "&lt;b&gt;now&lt;/b&gt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](https://desk.example)", 'href="https://desk.example"'),
        ("![x](https://elsewhere.example/pixel.png)", "!"),
    ],
)
def test_markdown_becomes_a_few_harmless_elements(markdown: str, kept: str) -> None:
    shown = html(SystemMessage(markdown=markdown))
    assert kept in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown
