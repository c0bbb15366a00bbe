"""What is not a ticket is saved through its actions too: appointments, events, messages, set-up."""

from __future__ import annotations

import datetime
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from crm.appointments.models import Appointment, Participant, Privacy
from crm.events.models import SystemEvent
from crm.messages.models import SystemMessage
from crm.workflows.models import WorkflowEvent
from tests.admin.forms import inline, shown
from tests.world import World, again


def appointment(desk: World, **values: Any) -> dict[str, Any]:
    return {
        "title": "Go-live",
        "start_0": "2026-11-20",
        "start_1": "10:00",
        "end_0": "2026-11-20",
        "end_1": "11:30",
        "associate": desk.ada.pk,
        "type": 1,
        "state": 1,
        "private": 0,
        "alarm_lead_minutes": 0,
        "lead_minutes": 15,
        "lag_minutes": 0,
        "color_index": 0,
        "caution_warning": 0,
        "owned_externally": 0,
        "suggested_appointment_id": 0,
        "extra_fields": "{}",
        "custom_fields": "{}",
        "user_defined_fields": "{}",
        **inline("participants"),
        **inline("links"),
        **inline("visible_for"),
        **values,
    }


def test_an_appointment_is_saved_with_everything_around_it(tove: Client, desk: World) -> None:
    given = appointment(
        desk,
        **inline("participants", [{"associate": desk.bo.pk, "invitation_status": 5}]),
        **inline("links", [{"entity_name": "sale", "entity_id": desk.deal.pk}]),
        **inline("visible_for", [{"visibility": 2, "group": desk.field.pk}]),
    )
    assert tove.post(reverse("admin:crm_appointment_add"), given).status_code == 302
    made = Appointment.objects.get()
    assert made.start == datetime.datetime(2026, 11, 20, 10, tzinfo=datetime.UTC)
    assert made.busy_from == datetime.datetime(2026, 11, 20, 9, 45, tzinfo=datetime.UTC)
    assert [row.associate for row in made.participants.all()] == [desk.bo]
    assert [(row.entity_name, row.entity_id) for row in made.links.all()] == [("sale", desk.deal.pk)]
    assert [row.group for row in made.visible_for.all()] == [desk.field]
    assert made.private == Privacy.PRIVATE_GROUP


def test_an_appointment_made_private_is_seen_by_its_owner_only(tove: Client, desk: World) -> None:
    tove.post(reverse("admin:crm_appointment_add"), appointment(desk))
    made = Appointment.objects.get()
    url = reverse("admin:crm_appointment_change", args=[made.pk])
    rows = list(made.visible_for.all())
    given = appointment(desk, private=Privacy.PRIVATE_USER.value) | inline(
        "visible_for", [{"id": rows[0].pk, "visibility": 0}], initial=1
    )
    assert tove.post(url, given).status_code == 302
    assert [row.associate for row in made.visible_for.all()] == [desk.ada]


def test_a_participant_taken_out_is_gone_and_the_others_stay_as_they_were(tove: Client, desk: World) -> None:
    tove.post(reverse("admin:crm_appointment_add"), appointment(desk))
    made = Appointment.objects.get()
    stays = Participant.objects.create(appointment=made, associate=desk.bo, externally_owned_status=2)
    goes = Participant.objects.create(appointment=made, associate=desk.nils)
    rows = list(made.visible_for.all())
    given = appointment(desk) | inline(
        "participants",
        [
            {"id": stays.pk, "associate": desk.bo.pk, "invitation_status": 5},
            {"id": goes.pk, "associate": desk.nils.pk, "invitation_status": 5, "DELETE": "on"},
        ],
        initial=2,
    )
    given |= inline("visible_for", [{"id": rows[0].pk, "visibility": 0}], initial=1)
    assert tove.post(reverse("admin:crm_appointment_change", args=[made.pk]), given).status_code == 302
    kept = [(row.associate, row.externally_owned_status) for row in made.participants.all()]
    assert kept == [(desk.bo, 2)]


def test_a_participant_who_is_nobody_is_refused_in_the_row(tove: Client, desk: World) -> None:
    rows = inline("participants", [{"invitation_status": 5, "send_email": "on"}])
    answer = tove.post(reverse("admin:crm_appointment_add"), appointment(desk, **rows))
    assert answer.status_code == 200
    assert "Choose a user or a person" in answer.content.decode()
    assert not Appointment.objects.exists()


def test_a_system_event_counts_its_updates(tove: Client, desk: World) -> None:
    given = {"key": "import", "message": "Running", "scope": 2, "owner": 0, "extra_info": 0}
    for _ in range(2):
        assert tove.post(reverse("admin:crm_systemevent_add"), given).status_code == 302
    event = SystemEvent.objects.get()
    assert (event.message, event.updated_count, event.activated_by) == ("Running", 1, desk.tove)


def test_an_agent_who_speaks_for_others_is_refused_in_words(ada: Client, desk: World) -> None:
    given = {"key": "import", "message": "Running", "scope": 2, "owner": 0, "extra_info": 0}
    answer = ada.post(reverse("admin:crm_systemevent_add"), given)
    assert "Only an administrator" in str(answer.context["adminform"].form.non_field_errors())
    assert not SystemEvent.objects.exists()


def test_a_system_message_is_sent(tove: Client, desk: World) -> None:
    given = {"associate": desk.ada.pk, "type": 2, "markdown": "**Now**", "system_message_id": "disk"}
    assert tove.post(reverse("admin:crm_systemmessage_add"), given).status_code == 302
    message = SystemMessage.objects.get()
    assert (message.associate, message.type, message.created_by) == (desk.ada, 2, desk.tove)


def test_a_workflow_event_is_recorded(tove: Client, desk: World) -> None:
    given = {"event_type": 1007, "attributes": '{"form": "contact"}'}
    assert tove.post(reverse("admin:crm_workflowevent_add"), given).status_code == 302
    event = WorkflowEvent.objects.get()
    assert (event.event_type, event.received_from) == (1007, desk.tove)
    assert timezone.now() - event.received_at < datetime.timedelta(minutes=1)


def test_ticking_boxes_sets_bits_and_leaves_those_without_a_box(tove: Client, desk: World) -> None:
    desk.support.flags = 1 << 12
    desk.support.save(update_fields=["flags"])
    url = reverse("admin:crm_ticketcategory_change", args=[desk.support.pk])
    given = shown(tove, url) | inline("memberships") | {"flags": ["128", "256"]}
    assert tove.post(url, given).status_code == 302
    assert again(desk.support).flags == 128 | 256 | 1 << 12


def test_a_renamed_category_renames_the_paths_below_it(tove: Client, desk: World) -> None:
    below = type(desk.support).objects.create(name="Billing", parent=desk.support, fullname="Support/Billing")
    url = reverse("admin:crm_ticketcategory_change", args=[desk.support.pk])
    tove.post(url, shown(tove, url) | inline("memberships") | {"name": "Help"})
    assert again(below).fullname == "Help/Billing"


def test_a_category_cannot_hang_below_itself(tove: Client, desk: World) -> None:
    below = type(desk.support).objects.create(name="Billing", parent=desk.support, fullname="Support/Billing")
    url = reverse("admin:crm_ticketcategory_change", args=[desk.support.pk])
    answer = tove.post(url, shown(tove, url) | inline("memberships") | {"parent": below.pk})
    assert answer.context["adminform"].form.errors["parent"] == ["A category cannot hang below itself."]
