"""Templates and people of the delivery tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker, Settings

from crm.directory.models import Associate
from tests.delivery.desk import Desk, fresh_database, furnish, standing_in, url

TEMPLATES = Path(__file__).parent / "templates"


@pytest.fixture(autouse=True)
def test_templates(settings: Settings) -> None:
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], TEMPLATES]}]


@pytest.fixture
def olav(db: None) -> Associate:
    return Associate.objects.create(name="olav", full_name="Olav Hansen", email="olav@example.org")


@pytest.fixture(scope="session")
def furnished(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path | str]:
    """A database with all tables and no rows, to be copied."""
    with django_db_blocker.unblock(), fresh_database(tmp_path_factory.mktemp("desk")) as name:
        furnish(name)
        yield name


@pytest.fixture
def desk(furnished: Path | str, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> Iterator[Desk]:
    """A desk of the test's own, which other processes can work at."""
    with (
        django_db_blocker.unblock(),
        fresh_database(tmp_path, furnished) as name,
        standing_in(name) as database,
    ):
        desk = Desk(url(database), tmp_path)
        yield desk
        desk.close()
