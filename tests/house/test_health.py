"""The two questions of a supervisor, when all is well and when it is not."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
import time_machine
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from model_bakery import baker
from pytest_django import Settings

from crm.delivery.models import Channel, Delivery, State


def test_the_process_is_up_whatever_the_database_does(client: Client) -> None:
    answer = client.get("/healthz")  # this test may not touch a database, so neither does the answer
    assert answer.status_code == 200
    assert answer.content == b"ok\n"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_a_desk_with_everything_in_place_is_ready(client: Client) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "database": "ok",
        "migrations": "ok",
        "static files": "ok",
        "deliveries": "ok",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "10.1.2.3", "pod-7.desk.svc"])
def test_both_questions_are_answered_whatever_the_desk_is_called(
    client: Client, settings: Settings, host: str
) -> None:
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["desk.example.com"], True
    for address in ("/healthz", "/readyz"):
        assert client.get(address, headers={"host": host}).status_code == 200
    assert client.get("/admin/", secure=True, headers={"host": host}).status_code == 400


@pytest.mark.django_db
def test_an_unreachable_database_is_named(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> NoReturn:
        raise OperationalError("connection to server at 10.0.0.5 failed: password of user desk")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "the database does not answer"
    assert b"10.0.0.5" not in answer.content


@pytest.mark.django_db
def test_migrations_that_were_not_applied_are_counted(client: Client) -> None:
    MigrationRecorder(connection).record_unapplied("axes", newest_migration("axes"))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "1 migrations are not applied"


@pytest.mark.django_db
def test_static_files_that_were_not_collected_are_told(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "run `manage.py set_up`" in answer.json()["static files"]
    (tmp_path / "staticfiles.json").write_text('{"paths": {}, "version": "1.1"}')
    assert client.get("/readyz").status_code == 200


def newest_migration(app: str) -> str:
    return max(name for label, name in MigrationRecorder(connection).applied_migrations() if label == app)


def overdue_by(minutes: int) -> Delivery:
    due_at = timezone.now() - timedelta(minutes=minutes)
    delivery: Delivery = baker.make(Delivery, state=State.PLANNED, channel=Channel.EMAIL, due_at=due_at)
    return delivery


@pytest.mark.django_db
@time_machine.travel(datetime(2026, 3, 2, 9, 0, tzinfo=UTC), tick=False)
def test_a_delivery_that_waits_too_long_is_not_ready(client: Client) -> None:
    overdue_by(minutes=16)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "database": "ok",
        "migrations": "ok",
        "static files": "ok",
        "deliveries": "the oldest pending delivery waits 960 s; is `manage.py work` running?",
    }


@pytest.mark.django_db
def test_a_delivery_may_wait_as_long_as_the_settings_say(client: Client, settings: Settings) -> None:
    overdue_by(minutes=14)
    assert client.get("/readyz").status_code == 200
    settings.FJORD_READY_MAX_AGE = timedelta(minutes=13)
    assert client.get("/readyz").status_code == 503
