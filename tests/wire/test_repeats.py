"""A POST that is repeated under one `Idempotency-Key` acts once."""

from __future__ import annotations

import datetime
import json
import threading
from typing import Any

import pytest
import time_machine
from django.db import connection

from crm.appointments.models import Appointment
from crm.delivery.models import Delivery
from crm.events.models import SystemEvent
from crm.tickets.models import Ticket
from crm.wire import repeats
from crm.wire.repeats import KeptAnswer, forget_answers
from tests.callers import JSON, Api
from tests.world import HOUR, NOON, World, build

DAY = datetime.timedelta(hours=24)
SECOND = datetime.timedelta(seconds=1)
BODY = {"Title": "No light"}
AGENT = "Agents/Ticket/SaveTicketEntity"

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(world: World) -> Api:
    return Api(world.tove)


def post(api: Api, path: str, body: Any, key: str = "one", **options: Any) -> Any:
    return api.client.generic(
        "POST",
        f"/api/v1/{path}",
        json.dumps(body),
        content_type=JSON,
        headers={"Idempotency-Key": key},
        **options,
    )


@pytest.mark.parametrize(
    ("path", "body", "model"),
    [
        ("Ticket", BODY, Ticket),
        ("Appointment", {"Title": "Lunch"}, Appointment),
        ("SystemEvent", {"Eventkey": "k"}, SystemEvent),
        (AGENT, BODY, Ticket),
        ("Agents/Ticket/SaveTicketEntityWithNotify", {"NewEntity": BODY, "Notify": False}, Ticket),
    ],
)
def test_a_repeat_gets_the_first_answer_and_does_nothing(
    path: str, body: Any, model: Any, api: Api, world: World
) -> None:
    before = model.objects.count()
    first = post(api, path, body)
    second = post(api, path, body)
    assert (first.status_code, second.status_code) == (200, 200)
    assert second.content == first.content
    assert second.headers["Content-Type"] == first.headers["Content-Type"]
    assert ("Idempotency-Replayed" in first.headers, second.headers["Idempotency-Replayed"]) == (
        False,
        "true",
    )
    assert model.objects.count() == before + 1


def test_the_first_answer_is_given_even_when_the_row_has_changed(api: Api) -> None:
    first = post(api, "Ticket", BODY)
    api.put(f"Ticket/{first.json()['TicketId']}", {"Title": "Changed"})
    assert post(api, "Ticket", BODY).content == first.content


def test_nobody_is_told_twice(api: Api, world: World) -> None:
    body = BODY | {"OwnedBy": {"AssociateId": world.bo.pk}}
    for _ in range(2):
        post(api, "Ticket?notify=true", body)
    assert Delivery.objects.count() == 1


def test_an_update_by_an_agent_acts_once(api: Api, world: World) -> None:
    body = {"TicketId": world.ticket.pk, "Title": "Changed"}
    first = post(api, AGENT, body)
    assert post(api, AGENT, body).json()["LastChanged"] == first.json()["LastChanged"]


def test_a_method_that_answers_nothing_is_repeated_with_nothing(api: Api, world: World) -> None:
    body = {"TicketEntityId": world.ticket.pk}
    for _ in range(2):
        answer = post(api, "Agents/Ticket/DeleteTicketEntity", body)
        assert (answer.status_code, answer.content) == (204, b"")


def test_a_method_that_reads_reads_again(api: Api, world: World) -> None:
    path = f"Agents/Ticket/GetTicketEntity?TicketEntityId={world.ticket.pk}"
    post(api, path, None)
    Ticket.objects.filter(pk=world.ticket.pk).update(title="Changed")
    assert post(api, path, None).json()["Title"] == "Changed"
    assert not KeptAnswer.objects.exists()


@pytest.mark.parametrize(
    ("path", "body"),
    [("Ticket", BODY | {"AlertLevel": 1}), ("Ticket?notify=true", BODY), ("Ticket", None)],
)
def test_another_request_under_the_same_key_is_refused(path: str, body: Any, api: Api) -> None:
    first = post(api, "Ticket", BODY)
    number = Ticket.objects.count()
    refused = post(api, path, body)
    assert (refused.status_code, refused.json()["Error"]) == (422, True)
    assert "Idempotency-Key" in refused.json()["ErrorMessage"]
    assert Ticket.objects.count() == number
    assert post(api, "Ticket", BODY).content == first.content


def test_spelling_an_address_in_another_way_makes_no_other_request(api: Api) -> None:
    assert post(api, "ticket/", BODY).content == post(api, "Ticket", BODY).content


def test_each_caller_address_and_key_stands_for_itself(world: World, api: Api) -> None:
    keys = {
        post(api, "Ticket", BODY).json()["TicketId"],
        post(api, "Ticket", BODY, "two").json()["TicketId"],
        post(Api(world.ada), "Ticket", BODY).json()["TicketId"],
        post(api, AGENT, BODY).json()["TicketId"],
        api.post("Ticket", BODY)["TicketId"],
    }
    assert len(keys) == 5


def test_what_was_refused_may_be_tried_again(api: Api) -> None:
    assert post(api, "Ticket", {"Title": "x" * 300}).status_code == 400
    assert not KeptAnswer.objects.exists()
    assert post(api, "Ticket", BODY).status_code == 200


def test_a_key_is_kept_only_with_what_was_written(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    number = Ticket.objects.count()

    def refuse(*_args: Any, **_options: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(KeptAnswer, "save", refuse)
        assert post(api, "Ticket", BODY).status_code == 500
    assert (Ticket.objects.count(), KeptAnswer.objects.count()) == (number, 0)


def test_who_may_not_create_does_not_get_what_was_kept(world: World) -> None:
    api = Api(world.nils)
    assert post(api, "Ticket", BODY).status_code == 200
    world.nils.user.groups.clear()  # type: ignore[union-attr]  # he has an account
    assert post(api, "Ticket", BODY).status_code == 403


@pytest.mark.parametrize("key", ["", " ", "x" * 201, "ø", "a\tb"])
def test_what_is_no_key_is_refused(key: str, api: Api) -> None:
    number = Ticket.objects.count()
    refused = post(api, "Ticket", BODY, key)
    assert (refused.status_code, refused.json()["Error"]) == (400, True)
    assert Ticket.objects.count() == number


def test_the_longest_key_is_a_key(api: Api) -> None:
    assert post(api, "Ticket", BODY, "x" * 200).content == post(api, "Ticket", BODY, "x" * 200).content


def test_a_key_is_forgotten_after_a_day(api: Api) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first = post(api, "Ticket", BODY).json()["TicketId"]
        clock.move_to(NOON + DAY)
        assert post(api, "Ticket", BODY).json()["TicketId"] == first
        clock.move_to(NOON + DAY + SECOND)
        second = post(api, "Ticket", BODY | {"AlertLevel": 1})
        assert (second.status_code, second.json()["TicketId"] == first) == (200, False)
        assert KeptAnswer.objects.count() == 1


def test_old_answers_are_deleted_with_the_next_and_by_the_worker(api: Api) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for key in ("a", "b", "c"):
            post(api, "Ticket", BODY, key)
        clock.move_to(NOON + HOUR)
        post(api, "Ticket", BODY, "d")
        clock.move_to(NOON + DAY + SECOND)
        assert [forget_answers(2), forget_answers(2), forget_answers(2)] == [2, 1, 0]
        clock.move_to(NOON + 2 * DAY)
        post(api, "Ticket", BODY, "e")
    assert list(KeptAnswer.objects.values_list("key", flat=True)) == ["e"]


def test_without_a_key_nothing_is_kept(api: Api) -> None:
    api.post("Ticket", BODY)
    assert not KeptAnswer.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fails", [False, True])
def test_of_two_at_once_one_acts(monkeypatch: pytest.MonkeyPatch, *, fails: bool) -> None:
    world = build()
    number = Ticket.objects.count()
    barrier, answers = threading.Barrier(2), []
    failing = threading.Semaphore(1 if fails else 0)
    digest = repeats.KeptAnswer.save

    def save(self: KeptAnswer, **options: Any) -> None:
        if failing.acquire(blocking=False):
            raise RuntimeError
        digest(self, **options)

    monkeypatch.setattr(KeptAnswer, "save", save)

    def create() -> None:
        barrier.wait(timeout=30)
        answers.append(post(Api(world.tove), "Ticket", BODY))
        connection.close()

    threads = [threading.Thread(target=create) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answer.status_code for answer in answers) == ([200, 500] if fails else [200, 200])
    assert Ticket.objects.count() == number + 1
    if not fails:
        assert answers[0].content == answers[1].content
