"""The first hour of somebody who has an account and nothing else."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from crm.directory.models import Associate
from crm.directory.models.associate import ALL_NOTIFICATIONS
from tests.admin.forms import sentences, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss() -> Client:
    """A superuser as createsuperuser makes them: an account, no user of the desk."""
    client = Client()
    client.force_login(User.objects.create_superuser("boss"), backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


@pytest.mark.parametrize("noun", ["ticket", "appointment", "accesstoken"])
def test_an_account_without_a_user_is_led_to_where_it_gets_one(boss: Client, noun: str) -> None:
    answer = boss.get(reverse(f"admin:crm_{noun}_add"))
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("admin:index"))
    assert sentences(answer) == ["Become a user of the desk first; then you can add this."]
    assert "Make me a user of the desk" in boss.get(reverse("admin:index")).content.decode()


def test_a_new_user_is_told_of_everything_unless_a_box_is_unticked(boss: Client) -> None:
    form = reverse("admin:crm_associate_add")
    given = shown(boss, form)
    assert {1, 2, 4, 8, 64, 1024, 2048} == set(given["email_mask"])
    boss.post(form, given | {"name": "ann"})
    assert Associate.objects.get(name="ann").email_mask == ALL_NOTIFICATIONS
    boss.post(form, given | {"name": "bo", "email_mask": [2, 4, 8, 64, 1024, 2048]})
    assert Associate.objects.get(name="bo").email_mask == ALL_NOTIFICATIONS - 1
