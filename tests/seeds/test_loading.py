"""Loading in bulk: every value arrives as it was, and new columns need no word."""

import datetime

import pytest

from crm.appointments.models import Appointment
from crm.directory.models import Contact
from crm.directory.seeds.loading import Sheet, loader
from crm.directory.seeds.planting import last_key

pytestmark = pytest.mark.django_db

AT = "2026-11-20 10:00:00"
HARD = (
    "plain",
    "tab\tand\nnew\r\nlines",
    r"back\slash \N \. \t",
    'it\'s 100 % "quoted" %s',
    "日本語 العربية 🖨️",
    "",
)


@pytest.mark.parametrize("text", HARD)
def test_a_text_arrives_as_it_was_whether_it_varies_or_is_shared(text: str) -> None:
    load = loader()
    key = last_key(Contact) + 1
    sheet = Sheet(
        Contact,
        "id",
        "name",
        "country_id",
        "registered",
        "updated",
        department=text,
        extra_fields={"a": [text]},
    )
    load.load(sheet, [(key, load.text(text), load.null, AT, AT)])
    contact = Contact.objects.get(pk=key)
    assert (contact.name, contact.department, contact.extra_fields) == (text, text, {"a": [text]})
    assert contact.country is None
    assert contact.registered == datetime.datetime(2026, 11, 20, 10, tzinfo=datetime.UTC)
    assert (contact.deleted, contact.latitude) == (False, 0)


def test_a_column_without_a_constant_default_is_asked_for() -> None:
    with pytest.raises(TypeError, match="give it with each row"):
        Sheet(Contact, "id", registered=datetime.datetime.now(tz=datetime.UTC)).copy_line()


def test_a_column_that_does_not_exist_is_named() -> None:
    with pytest.raises(TypeError, match="Appointment has no columns colour"):
        Sheet(Appointment, "id", colour=1)
