"""The desk saves companies, people, projects and sales through the actions of the API."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from crm.directory.models import Contact, Person
from tests.admin.forms import inline, shown
from tests.world import World, again

pytestmark = pytest.mark.django_db


def test_a_company_that_is_deleted_on_the_desk_is_only_marked(tove: Client, desk: World) -> None:
    address = reverse("admin:crm_contact_delete", args=[desk.yard.pk])
    assert "Yard" in tove.get(address).content.decode()
    assert tove.post(address, {"post": "yes"}).status_code == 302
    assert again(desk.yard).deleted
    assert again(desk.erik).contact_id == desk.yard.pk


def test_our_own_company_stays_and_the_desk_says_why(tove: Client, desk: World) -> None:
    address = reverse("admin:crm_contact_delete", args=[desk.ours.pk])
    answer = tove.post(address, {"post": "yes"}, follow=True)
    assert "cannot be deleted" in answer.content.decode()
    assert not again(desk.ours).deleted


def test_a_person_saved_on_the_desk_gets_a_number_and_a_stamp(tove: Client, desk: World) -> None:
    address = reverse("admin:crm_person_change", args=[desk.erik.pk])
    answer = tove.post(address, shown(tove, address) | {"title": "Captain"})
    assert answer.status_code == 302
    erik = Person.objects.get(pk=desk.erik.pk)
    assert (erik.title, erik.updated_by) == ("Captain", desk.tove)
    assert erik.person_number


def test_what_the_action_refuses_is_told_beside_its_field(tove: Client, desk: World) -> None:
    address = reverse("admin:crm_contact_change", args=[desk.yard.pk])
    answer = tove.post(address, shown(tove, address) | {"latitude": "91"})
    assert "A latitude lies between" in answer.content.decode()
    assert Contact.objects.get(pk=desk.yard.pk).latitude == 0


def test_members_of_a_project_are_saved_with_it(tove: Client, desk: World) -> None:
    address = reverse("admin:crm_project_change", args=[desk.rollout.pk])
    members = inline("members", [{"person": desk.erik.pk, "comment": "Tests"}])
    answer = tove.post(address, shown(tove, address) | members)
    assert answer.status_code == 302
    (member,) = desk.rollout.members.all()
    assert (member.person, member.contact, member.comment) == (desk.erik, desk.yard, "Tests")
