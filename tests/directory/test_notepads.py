"""Notepads of users over the Associate agent."""

from __future__ import annotations

import pytest

from crm.directory.models import Notepad
from tests.callers import Api
from tests.world import World

pytestmark = pytest.mark.django_db
GET, SAVE = "Agents/Associate/GetNote", "Agents/Associate/SaveNote"


def test_a_note_is_kept_page_by_page_and_replaced_as_a_whole(world: World) -> None:
    api, own = Api(world.ada), {"AssociateId": world.ada.pk}
    assert api.post(GET, own) == []
    api.post(SAVE, own | {"Note": ["First", "", "Third\nline"]}, status=204)
    assert api.post(GET, own) == api.post(GET, {}) == ["First", "", "Third\nline"]
    api.post(SAVE, {"Note": ["Only"]}, status=204)
    assert api.post(GET, own) == ["Only"]
    assert Notepad.objects.count() == 1


def test_anothers_note_is_empty_to_read_and_closed_to_write(world: World) -> None:
    mine = {"AssociateId": world.ada.pk, "Note": ["Mine"]}
    Api(world.ada).post(SAVE, mine, status=204)
    for key in (world.ada.pk, 999_999):
        assert Api(world.bo).post(GET, {"AssociateId": key}) == []
    Api(world.bo).post(SAVE, mine | {"Note": ["Ours"]}, status=403)
    assert Api(world.tove).post(GET, mine) == ["Mine"]
    Api(world.tove).post(SAVE, mine | {"Note": ["Read"]}, status=204)
    assert Api(world.ada).post(GET, {}) == ["Read"]


@pytest.mark.parametrize("note", ["text", [{}], ["x"] * 101, ["x" * 20_001], ["\x00"]])
def test_what_is_no_note_is_refused(note: object, world: World) -> None:
    refused = Api(world.ada).post(SAVE, {"Note": note}, status=400)["ErrorMessage"]
    assert refused.startswith("$.Note")
    Api(world.ada).post(SAVE, {"AssociateId": 999_999, "Note": []}, status=400)
