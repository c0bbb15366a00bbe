"""Nobody reaches a row that is not theirs to see, whichever way they try."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.appointments.models import (
    Appointment,
    AppointmentVisibility,
    Participant,
    Privacy,
    Recurrence,
    Visibility,
)
from crm.messages.models import SystemMessage
from crm.tickets.models import SecurityLevel, Ticket, TicketMessage, TicketMessageHeader
from tests.admin.conftest import SignIn, tickets
from tests.world import World, again

SECRET = "Nobody but me"


@pytest.fixture
def private(desk: World) -> Appointment:
    """An appointment of Bo's that only Bo sees."""
    now = timezone.now()
    appointment = Appointment.objects.create(
        associate=desk.bo,
        created_by=desk.bo,
        title=SECRET,
        created_at=now,
        updated_at=now,
        start=now,
        end=now,
        private=Privacy.PRIVATE_USER,
    )
    AppointmentVisibility.objects.create(
        appointment=appointment, visibility=Visibility.ASSOCIATE, associate=desk.bo
    )
    Participant.objects.create(appointment=appointment, email_address="secret@yard.example")
    return appointment


@pytest.fixture
def hidden(desk: World) -> Ticket:
    """A ticket in a category for members only, of whom Bo is none."""
    (ticket,) = tickets(desk, 1, title=SECRET, category=desk.secret, owner=None)
    return Ticket.objects.get(pk=ticket.pk)


@pytest.fixture
def bo(desk: World, sign_in: SignIn) -> Client:
    return sign_in(desk.bo)


def gone(answer: object) -> bool:
    """Django answers for a row that is not there by sending the reader home."""
    return getattr(answer, "status_code", 0) == 302


@pytest.mark.parametrize("view", ["change", "history", "delete"])
def test_anothers_private_appointment_is_not_there(ada: Client, private: Appointment, view: str) -> None:
    answer = ada.get(reverse(f"admin:crm_appointment_{view}", args=[private.pk]))
    assert gone(answer) or answer.status_code == 403
    assert SECRET not in answer.content.decode()


def test_anothers_private_appointment_is_in_no_list(ada: Client, private: Appointment) -> None:
    assert SECRET not in ada.get(reverse("admin:crm_appointment_changelist")).content.decode()
    searched = ada.get(reverse("admin:crm_appointment_changelist"), {"q": "Nobody"})
    assert (
        f'href="{reverse("admin:crm_appointment_change", args=[private.pk])}' not in searched.content.decode()
    )


def test_anothers_private_appointment_cannot_be_changed(ada: Client, private: Appointment) -> None:
    ada.post(reverse("admin:crm_appointment_change", args=[private.pk]), {"title": "Mine"})
    ada.post(reverse("admin:crm_appointment_delete", args=[private.pk]), {"post": "yes"})
    given = {"action": "delete_selected", "_selected_action": [private.pk], "post": "yes"}
    ada.post(reverse("admin:crm_appointment_changelist"), given)
    assert again(private).title == SECRET


def test_anothers_public_appointment_is_read_and_not_changed(desk: World, ada: Client, bo: Client) -> None:
    now = timezone.now()
    public = Appointment.objects.create(
        associate=desk.bo, title="Bo's", created_at=now, updated_at=now, start=now, end=now
    )
    page = reverse("admin:crm_appointment_change", args=[public.pk])
    assert 'name="title"' in bo.get(page).content.decode()
    shown = ada.get(page)
    assert (shown.status_code, 'name="title"' in shown.content.decode()) == (200, False)
    assert ada.post(page, {"title": "Mine"}).status_code == 403
    assert (
        ada.post(reverse("admin:crm_appointment_delete", args=[public.pk]), {"post": "yes"}).status_code
        == 403
    )
    given = {"action": "delete_selected", "_selected_action": [public.pk], "post": "yes"}
    said = ada.post(reverse("admin:crm_appointment_changelist"), given, follow=True)
    assert "You do not have the right" in said.content.decode()
    assert again(public).title == "Bo's"


def test_its_owner_and_the_administrator_see_it(tove: Client, bo: Client, private: Appointment) -> None:
    for browser in (tove, bo):
        assert SECRET in browser.get(reverse("admin:crm_appointment_changelist")).content.decode()


def test_participants_of_a_private_appointment_are_not_listed_elsewhere(
    desk: World, ada: Client, private: Appointment
) -> None:
    assert desk.ada.user is not None
    grant(desk, "view_participant")
    assert "secret@yard" not in ada.get(reverse("admin:crm_participant_changelist")).content.decode()


def grant(desk: World, codename: str) -> None:
    assert desk.ada.user is not None
    assert desk.bo.user is not None
    right = Permission.objects.get(codename=codename)
    for user in (desk.ada.user, desk.bo.user):
        user.user_permissions.add(right)


def test_a_ticket_for_members_only_is_not_there_for_others(bo: Client, hidden: Ticket) -> None:
    assert gone(bo.get(reverse("admin:crm_ticket_change", args=[hidden.pk])))
    for way in ({}, {"q": str(hidden.pk)}, {"q": "Nobody"}, {"which": "unassigned"}):
        answer = bo.get(reverse("admin:crm_ticket_changelist"), way)
        assert reverse("admin:crm_ticket_change", args=[hidden.pk]) not in answer.content.decode()


def test_a_ticket_for_members_only_is_there_for_a_member(ada: Client, hidden: Ticket) -> None:
    assert ada.get(reverse("admin:crm_ticket_change", args=[hidden.pk])).status_code == 200


def test_messages_of_a_hidden_ticket_are_hidden_with_it(desk: World, bo: Client, hidden: Ticket) -> None:
    message = TicketMessage.objects.create(ticket=hidden, created_at=timezone.now(), body=SECRET)
    TicketMessageHeader.objects.create(message=message, name="To", value=SECRET)
    grant(desk, "view_ticketmessageheader")
    assert gone(bo.get(reverse("admin:crm_ticketmessage_change", args=[message.pk])))
    for name in ("ticketmessage", "ticketmessageheader"):
        assert SECRET not in bo.get(reverse(f"admin:crm_{name}_changelist")).content.decode()


def test_a_customer_at_the_desk_does_not_read_what_is_internal(desk: World, sign_in: SignIn) -> None:
    for slevel in (SecurityLevel.INTERNAL, SecurityLevel.EXTERNAL):
        TicketMessage.objects.create(
            ticket=desk.ticket, created_at=timezone.now(), body=f"said {slevel.label}", slevel=slevel
        )
    shown = sign_in(desk.cleo).get(reverse("admin:crm_ticket_change", args=[desk.ticket.pk])).content.decode()
    assert "said External" in shown
    assert "said Internal" not in shown


def test_autocompletion_offers_only_what_may_be_seen(ada: Client, bo: Client, hidden: Ticket) -> None:
    asked = {"app_label": "crm", "model_name": "ticketmessage", "field_name": "ticket", "term": "Nobody"}
    found = [browser.get(reverse("admin:autocomplete"), asked).json()["results"] for browser in (ada, bo)]
    assert found == [[{"id": str(hidden.pk), "text": str(hidden)}], []]


def test_a_hidden_ticket_cannot_be_named_in_a_form(desk: World, bo: Client, hidden: Ticket) -> None:
    given = {"ticket": hidden.pk, "slevel": 1, "body": "Hello", "time_spent": 0}
    answer = bo.post(reverse("admin:crm_ticketmessage_add"), given)
    assert "ticket" in answer.context["adminform"].form.errors
    assert not TicketMessage.objects.exists()


def test_a_filter_does_not_name_a_hidden_ticket(ada: Client, bo: Client, hidden: Ticket) -> None:
    asked = {"ticket__id__exact": str(hidden.pk)}
    shown = [
        browser.get(reverse("admin:crm_ticketmessage_changelist"), asked).content.decode()
        for browser in (ada, bo)
    ]
    assert SECRET in shown[0]
    assert SECRET not in shown[1]


@pytest.mark.parametrize("view", ["change", "delete", "history"])
def test_the_rule_of_a_private_series_is_not_there(
    desk: World, ada: Client, bo: Client, private: Appointment, view: str
) -> None:
    rule = Recurrence.objects.create(weekdays=3, counter=4711)
    Appointment.objects.filter(pk=private.pk).update(recurrence=rule)
    for right in ("view_recurrence", "delete_recurrence"):
        grant(desk, right)
    page = reverse(f"admin:crm_recurrence_{view}", args=[rule.pk])
    assert gone(ada.get(page))
    assert bo.get(page).status_code == 200
    listed = reverse("admin:crm_recurrence_changelist")
    assert [len(browser.get(listed).context["cl"].result_list) for browser in (ada, bo)] == [0, 1]


def test_no_date_of_a_hidden_row_is_told(ada: Client, bo: Client, private: Appointment) -> None:
    long_ago = timezone.now().replace(year=1999, month=7, day=2)
    Appointment.objects.filter(pk=private.pk).update(start=long_ago)
    page = reverse("admin:crm_appointment_changelist")
    assert "1999" not in ada.get(page).content.decode()


def test_system_messages_are_ones_own(desk: World, ada: Client) -> None:
    for associate in (desk.ada, desk.bo):
        SystemMessage.objects.create(
            associate=associate,
            system_message_id=f"to-{associate.name}",
            markdown="x",
            created_at=timezone.now(),
        )
    listed = ada.get(reverse("admin:crm_systemmessage_changelist")).content.decode()
    assert "to-ada" in listed
    assert "to-bo" not in listed


def test_the_first_page_counts_what_its_reader_sees(bo: Client, ada: Client, hidden: Ticket) -> None:
    def unassigned(browser: Client) -> str:
        tiles = browser.get(reverse("admin:index")).context["tiles"]
        return str(next(tile.number for tile in tiles if tile.url.endswith("unassigned")))

    assert (unassigned(ada), unassigned(bo)) == ("1", "0")
