"""`$output`: what booleans look like in a list."""

import pytest

from tests.callers import Api
from tests.world import World

pytestmark = pytest.mark.django_db


def test_output_says_whether_booleans_are_values_or_words(world: World) -> None:
    asked = "Ticket?$select=ticketId,has_attachment,title&$top=1"
    (row,) = Api(world.ada).get(f"{asked}&$output=logical")["value"]
    assert row["has_attachment"] is False
    assert Api(world.ada).get(asked)["value"] == [row]
    shown = {**row, "has_attachment": "[SR_NO]"}
    assert Api(world.ada).get(f"{asked}&$OUTPUT=Display")["value"] == [shown]
    spoken = Api(world.ada, **{"SO-Language": "no"}).get(f"{asked}&$output=Display")["value"]
    assert spoken == [{**row, "has_attachment": "Nei"}]
    assert "$output" in Api(world.ada).get(f"{asked}&$output=Pretty", status=400)["ErrorMessage"]
