"""System messages: one per application, id and user; others' need an administrator."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from crm.directory.models import Associate
from crm.messages.actions import remove_system_message, send_system_message
from crm.messages.models import MessageType, SystemMessage
from tests.callers import Api
from tests.world import HOUR, NOON, World

pytestmark = pytest.mark.django_db
SEND = "Agents/Diagnostics/SendSystemMessage"


@pytest.fixture(autouse=True)
def noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def sent(by: Associate, to: Associate, **values: Any) -> SystemMessage:
    given: dict[str, Any] = {"system_message_id": "backup", "markdown": "**late**", **values}
    return send_system_message(by=by, associate=to, **given)


def test_a_message_is_kept_as_it_was_sent(world: World) -> None:
    expire = NOON + HOUR
    message = SystemMessage.objects.get(
        pk=sent(world.tove, world.ada, expire=expire, type=MessageType.ERROR).pk
    )
    assert (message.associate, message.system_message_id, message.markdown) == (
        world.ada,
        "backup",
        "**late**",
    )
    assert (message.expire, message.type, message.onlineapp_id) == (expire, MessageType.ERROR, 0)
    assert (message.created_by, message.created_at) == (world.tove, NOON)


def test_the_same_id_again_replaces_the_whole_message(world: World, noon: time_machine.Traveller) -> None:
    first = sent(world.tove, world.ada, expire=NOON, type=MessageType.ERROR)
    noon.move_to(NOON + HOUR)
    second = sent(world.tove, world.ada, markdown="done")
    assert second.pk == first.pk
    message = SystemMessage.objects.get()
    assert (message.markdown, message.expire, message.type) == ("done", None, MessageType.UNSPECIFIED)
    assert message.created_at == NOON + HOUR


@pytest.mark.parametrize("other", [{"system_message_id": "Backup"}, {"onlineapp_id": 7}, {"to": "bo"}])
def test_another_id_application_or_user_is_another_message(other: dict[str, Any], world: World) -> None:
    sent(world.tove, world.ada)
    to = getattr(world, other.pop("to", "ada"))
    sent(world.tove, to, **other)
    assert SystemMessage.objects.count() == 2


def test_a_message_without_an_id_gets_one_of_its_own(world: World) -> None:
    first, second = (sent(world.tove, world.ada, system_message_id="") for _ in range(2))
    assert first.system_message_id != second.system_message_id
    assert len(first.system_message_id) == 36


def test_others_are_told_by_administrators_and_oneself_by_everybody(world: World) -> None:
    sent(world.ada, world.ada)
    sent(world.tove, world.ada)
    with pytest.raises(PermissionDenied):
        sent(world.ada, world.bo)
    with pytest.raises(PermissionDenied):
        sent(world.bo, world.ada, markdown="not yours")
    assert SystemMessage.objects.get().markdown == "**late**"


def test_a_message_is_removed_by_its_reader_or_an_administrator(world: World) -> None:
    for by in (world.ada, world.tove):
        message = sent(world.tove, world.ada)
        with pytest.raises(PermissionDenied):
            remove_system_message(message, by=world.bo)
        remove_system_message(message, by=by)
        assert not SystemMessage.objects.exists()


def test_everybody_sees_their_own_and_an_administrator_all(world: World) -> None:
    hers, his = sent(world.tove, world.ada), sent(world.tove, world.bo)
    assert set(SystemMessage.objects.visible_to(world.ada)) == {hers}
    assert set(SystemMessage.objects.visible_to(world.cleo)) == set()
    assert set(SystemMessage.objects.visible_to(world.tove)) == {hers, his}


def test_a_message_is_current_until_it_expires_and_without_a_date_for_ever(world: World) -> None:
    ends, stays = sent(world.tove, world.ada, expire=NOON + HOUR), sent(world.tove, world.bo)
    second = datetime.timedelta(seconds=1)
    assert set(SystemMessage.objects.current(NOON + HOUR - second)) == {ends, stays}
    assert set(SystemMessage.objects.current(NOON + HOUR)) == {stays}


def test_errors_come_first_and_then_the_newest(world: World, noon: time_machine.Traveller) -> None:
    kinds = (MessageType.INFO, MessageType.ERROR, MessageType.WARNING, MessageType.ERROR)
    for number, kind in enumerate(kinds):
        noon.move_to(NOON + number * HOUR)
        sent(world.tove, world.ada, system_message_id=str(number), type=kind)
    assert list(SystemMessage.objects.values_list("system_message_id", flat=True)) == ["3", "1", "2", "0"]


@pytest.mark.parametrize("kind", ["Error", "error", 3, "3"])
def test_a_client_sends_the_type_by_name_or_number(kind: Any, world: World) -> None:
    body = {"systemMessageId": "id1", "associateId": world.ada.pk, "markdownMessage": "**hi**", "type": kind}
    assert Api(world.tove).post(SEND, body, status=204) is None
    assert SystemMessage.objects.get().type == MessageType.ERROR


@pytest.mark.parametrize("associate", [None, 0, -1, 999_999])
def test_a_message_to_nobody_is_refused_by_its_path(associate: Any, world: World) -> None:
    answer = Api(world.tove).post(SEND, {"AssociateId": associate, "MarkdownMessage": "x"}, status=400)
    assert answer["ErrorMessage"].startswith("$.AssociateId: ")
    assert not SystemMessage.objects.exists()
