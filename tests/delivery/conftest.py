"""Templates and people of the delivery tests."""

from pathlib import Path

import pytest
from pytest_django import Settings

from crm.directory.models import Associate

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(autouse=True)
def test_templates(settings: Settings) -> None:
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], TEMPLATES]}]


@pytest.fixture
def olav(db: None) -> Associate:
    return Associate.objects.create(name="olav", full_name="Olav Hansen", email="olav@example.org")
