"""The rest of the demo world: diaries, events, messages."""

import datetime

import pytest
from django.db.models import F, Q

from crm.appointments.models import (
    Appointment,
    AppointmentVisibility,
    InvitationStatus,
    Participant,
    Privacy,
    State,
    Visibility,
)
from crm.events.models import SystemEvent
from crm.messages.models import SystemMessage
from crm.workflows.models import WorkflowEvent

pytestmark = pytest.mark.django_db


def test_a_booking_has_an_entry_in_the_diary_of_each_colleague_invited(world: datetime.datetime) -> None:
    mother = Appointment.objects.get(pk=508)
    assert mother.mother_id == mother.pk
    invited = {p.associate_id for p in mother.participants.all() if p.associate_id}
    assert invited == set(mother.children.values_list("associate", flat=True))
    assert Participant.objects.filter(associate=None).exclude(email_address="").exists()
    declined = mother.children.filter(state=State.BOOKING_DECLINED).count()
    answers = mother.participants.filter(invitation_status=InvitationStatus.DECLINED).count()
    assert mother.reject_counter == declined == answers == 1


def test_each_appointment_says_once_for_whom_it_is_visible(world: datetime.datetime) -> None:
    assert AppointmentVisibility.objects.count() == Appointment.objects.count()
    pairs = Appointment.objects.values_list("private", "visible_for__visibility").distinct()
    assert set(pairs) == {
        (Privacy.PUBLIC, Visibility.ALL),
        (Privacy.PRIVATE_USER, Visibility.ASSOCIATE),
        (Privacy.PRIVATE_GROUP, Visibility.GROUP),
    }


def test_what_is_past_is_done_and_what_is_to_come_is_not(world: datetime.datetime) -> None:
    bookings = Q(state__in=[State.BOOKING, State.BOOKING_DECLINED])
    past = Appointment.objects.filter(end__lt=world).exclude(bookings)
    assert past.exists()
    assert not past.exclude(state=State.COMPLETED, done_at=F("end")).exists()
    assert not Appointment.objects.filter(end__gte=world, state=State.COMPLETED).exists()


def test_no_event_closes_the_desk(world: datetime.datetime) -> None:
    assert not SystemEvent.objects.filter(key="maintenance.mode").exists()
    assert SystemEvent.objects.count() >= 3


def test_messages_are_mild_and_one_has_expired(world: datetime.datetime) -> None:
    """Errors are left out: whoever signs in first would take the invented one for the desk's own."""
    current = SystemMessage.objects.current(world)
    assert set(current.values_list("type", flat=True)) == {1, 2}
    assert current.filter(associate__name="tje0").exists()
    assert SystemMessage.objects.count() > current.count()


def test_events_for_workflows_lie_in_the_past(world: datetime.datetime) -> None:
    assert WorkflowEvent.objects.count() >= 10
    assert not WorkflowEvent.objects.filter(received_at__gt=world).exists()
