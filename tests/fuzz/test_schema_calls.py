"""The schema and the server held against each other with a few hundred calls; `make fuzz` makes many more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm.wire.entities import EntityViewSet
from tests.fuzz.calls import Fuzz
from tests.fuzz.rows import crowd, signed_in
from tests.world import World

pytestmark = pytest.mark.django_db
ONE_IN, CALLS, SEED = 11, 4, 20


@pytest.fixture
def fuzz(world: World, settings: Any, tmp_path: Path) -> Fuzz:
    settings.MEDIA_ROOT = tmp_path
    crowd(world)
    return Fuzz(signed_in(world), SEED)


def test_generated_calls_are_answered_as_the_schema_says(fuzz: Fuzz, monkeypatch: pytest.MonkeyPatch) -> None:
    for operation in fuzz.operations[::ONE_IN]:
        fuzz.run(operation, CALLS)
    assert list(fuzz.outcome.findings.values()) == []
    assert fuzz.outcome.calls > 150
    assert {200, 204, 400, 401, 403, 404} <= fuzz.outcome.statuses.keys()

    def broken(*_anything: Any) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(EntityViewSet, "default", broken)
    (blank,) = [each for each in fuzz.operations if each.label == "GET /api/v1/Ticket/default"]
    fuzz.run(blank, CALLS)
    assert {finding.status for finding in fuzz.outcome.findings.values()} == {500}
