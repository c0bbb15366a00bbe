"""Reading and removing system messages over the Diagnostics agent."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine

from crm.directory.models import Associate
from crm.messages.actions import send_system_message
from crm.messages.models import MessageType, SystemMessage
from tests.callers import Api
from tests.carriers import misfits
from tests.world import HOUR, NOON, World

pytestmark = pytest.mark.django_db


def call(api: Api, method: str, status: int = 200, **body: Any) -> Any:
    return api.post(f"Agents/Diagnostics/{method}", body, status=status)


def sent(world: World, to: Associate, name: str, **values: Any) -> SystemMessage:
    with time_machine.travel(NOON, tick=False):
        return send_system_message(
            by=world.tove, associate=to, system_message_id=name, markdown=name, **values
        )


def test_a_user_reads_their_messages_errors_first_and_no_expired_ones(world: World) -> None:
    for name, kind in (("note", MessageType.INFO), ("fire", MessageType.ERROR)):
        sent(world, world.ada, name, type=kind)
    sent(world, world.ada, "old", expire=NOON - HOUR)
    sent(world, world.bo, "his")
    answer = call(Api(world.ada), "GetSystemMessages", AssociateId=world.ada.pk)
    assert [(each["SystemMessageId"], each["Type"]) for each in answer] == [
        ("fire", "Error"),
        ("note", "Info"),
    ]
    assert [list(misfits(each, "SystemMessage")) for each in answer] == [[], []]
    assert call(Api(world.ada), "GetSystemMessages", AssociateId=0) == answer


def test_others_messages_are_an_administrators(world: World) -> None:
    sent(world, world.bo, "his")
    assert call(Api(world.ada), "GetSystemMessages", AssociateId=world.bo.pk) == []
    assert len(call(Api(world.tove), "GetSystemMessages", AssociateId=world.bo.pk)) == 1
    body = {"OnlineappId": 0, "SystemMessageId": "his", "AssociateId": world.bo.pk}
    call(Api(world.ada), "RemoveSystemMessageForAssociate", 204, **body)
    assert SystemMessage.objects.exists()
    call(Api(world.tove), "RemoveSystemMessageForAssociate", 204, **body)
    assert not SystemMessage.objects.exists()


def test_a_message_is_dismissed_by_its_reader_and_stays_gone(world: World) -> None:
    sent(world, world.ada, "note")
    sent(world, world.bo, "note")
    for _again in range(2):
        call(Api(world.ada), "RemoveSystemMessage", 204, OnlineappId=0, SystemMessageId="note")
    assert SystemMessage.objects.get().associate == world.bo


def test_expired_messages_are_removed_ones_own_or_everybodys(world: World) -> None:
    for who in (world.ada, world.bo):
        sent(world, who, "old", expire=NOON - HOUR)
        sent(world, who, "new")
    call(Api(world.ada), "RemoveExpiredSystemMessages", 204)
    assert SystemMessage.objects.count() == 3
    call(Api(world.tove), "RemoveExpiredSystemMessages", 204)
    assert set(SystemMessage.objects.values_list("system_message_id", flat=True)) == {"new"}
