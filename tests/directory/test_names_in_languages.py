"""Names of list items in several languages: raw in the API unless it is asked for one, the desk's own on the desk."""

import pytest
from django.utils.translation import override

from crm.directory.models import ContactCategory, Task
from crm.directory.seeds.lists import HOLIDAY, plant_lists
from crm.wire.languages import in_language

pytestmark = pytest.mark.django_db


def test_the_demo_world_has_list_items_in_several_languages() -> None:
    plant_lists()
    holiday = Task.objects.get(pk=HOLIDAY)
    supplier = ContactCategory.objects.get(name__contains="Supplier")
    told = {language: in_language(holiday.name, language) for language in ("en", "no", "sv", "de", "fr")}
    assert told == {"en": "Holiday", "no": "Ferie", "sv": "Semester", "de": "Urlaub", "fr": "Holiday"}
    assert in_language(supplier.name, "no") == "Leverandør"


def test_the_desk_shows_a_name_in_its_own_language() -> None:
    task = Task(name='NO:"Ferie";US:"Holiday"')
    assert str(task) == "Holiday"
    with override("nb"):
        assert str(task) == "Ferie"
    with override(None):
        assert str(task) == "Holiday"
    assert str(Task(name="Meeting")) == "Meeting"
