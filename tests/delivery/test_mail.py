"""The mail route against a real SMTP server: what the message carries, and what each refusal means."""

from collections.abc import Iterator

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from pytest_django import Settings

from crm.delivery.models import Delivery
from crm.delivery.notifications.routes import DelayedError, MailRoute, RefusedError, UnreachableError
from crm.delivery.notifications.routes.mail import compose
from tests.delivery.plans import note, planned
from tests.delivery.post_office import PostOffice, free_port

pytestmark = pytest.mark.django_db

NEVER = "550 5.1.1 no such user"
LATER = "451 4.3.0 try later"


@pytest.fixture
def office(settings: Settings) -> Iterator[PostOffice]:
    with PostOffice() as office:
        point_mail_at(office.port, settings)
        yield office


@pytest.fixture
def route() -> Iterator[MailRoute]:
    route = MailRoute()
    yield route
    route.close()


def point_mail_at(port: int, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def send(route: MailRoute, delivery: Delivery) -> None:
    route.open()
    route.send(delivery)


def test_a_message_carries_what_the_ledger_holds(
    office: PostOffice, route: MailRoute, settings: Settings
) -> None:
    settings.FJORD_FROM_ADDRESS = "Desk <desk@fjord.example>"
    (row,) = planned(note())
    send(route, row)
    (letter,) = office.letters
    assert letter.recipient == letter.message["To"] == "ann1@example.org"
    assert letter.message["From"] == "Desk <desk@fjord.example>"
    assert letter.message_id == row.message_id
    assert letter.message["Auto-Submitted"] == "auto-generated"
    assert letter.message["Date"].datetime == row.created_at.replace(microsecond=0)


def test_a_message_has_plain_text_and_html_that_say_the_same(office: PostOffice, route: MailRoute) -> None:
    send(route, planned(note())[0])
    (letter,) = office.letters
    plain, html = (letter.message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert plain.get_content().startswith("Fish & chips & more")
    assert "<p>Fish &amp; chips</p>" in html.get_content()


def test_a_subject_is_one_line_whatever_its_template_and_context_hold() -> None:
    (row,) = planned(note(context={"number": 5, "title": "Hello\r\nBcc: all@example.org & co"}))
    assert compose(row).subject == "Note 5: Hello Bcc: all@example.org & co"


def test_many_messages_share_one_connection(office: PostOffice, route: MailRoute) -> None:
    for row in planned(*map(note, range(1, 6))):
        send(route, row)
    assert list(office.connections.values()) == [5]


def test_a_server_that_limits_letters_per_connection_gets_new_connections(
    office: PostOffice, route: MailRoute
) -> None:
    office.share = 2
    for row in planned(*map(note, range(1, 6))):
        send(route, row)
    assert list(office.connections.values()) == [2, 2, 1]


def test_a_server_that_takes_nothing_on_any_connection_delays(office: PostOffice, route: MailRoute) -> None:
    office.share = 0
    with pytest.raises(DelayedError, match="too many letters"):
        send(route, planned(note())[0])


@pytest.mark.parametrize(
    ("where", "answer", "verdict"),
    [
        ("refuse", NEVER, RefusedError),
        ("refuse", LATER, DelayedError),
        ("reject", "554 5.7.1 spam", RefusedError),
        ("reject", LATER, DelayedError),
    ],
)
def test_what_the_server_says_never_to_is_refused_and_what_it_puts_off_is_delayed(
    office: PostOffice, route: MailRoute, where: str, answer: str, verdict: type[Exception]
) -> None:
    getattr(office, where)["ann1@example.org"] = answer
    poison, good = planned(note(1), note(2))
    send(route, good)
    with pytest.raises(verdict, match=answer):
        send(route, poison)
    assert office.asked == ["ann2@example.org", "ann1@example.org"]


@pytest.mark.parametrize("answer", [NEVER, LATER, "421 4.3.2 closing"])
def test_a_refusal_does_not_spoil_the_next_message(office: PostOffice, route: MailRoute, answer: str) -> None:
    office.refuse["ann1@example.org"] = answer
    poison, good = planned(note(1), note(2))
    with pytest.raises((RefusedError, DelayedError)):
        send(route, poison)
    send(route, good)
    assert office.recipients() == ["ann2@example.org"]


def test_a_server_that_is_down_is_unreachable(route: MailRoute, settings: Settings) -> None:
    point_mail_at(free_port(), settings)
    with pytest.raises(UnreachableError, match="mail server: ConnectionRefusedError"):
        route.open()


def test_a_server_that_goes_away_between_two_messages_delays_the_second(
    route: MailRoute, settings: Settings
) -> None:
    first, second = planned(note(1), note(2))
    with PostOffice() as office:
        point_mail_at(office.port, settings)
        send(route, first)
    with pytest.raises(DelayedError, match="ConnectionRefusedError"):
        send(route, second)
    with PostOffice(port=office.port) as office:
        send(route, second)
    assert office.recipients() == ["ann2@example.org"]


def test_an_address_that_cannot_stand_in_a_header_is_refused(office: PostOffice, route: MailRoute) -> None:
    (row,) = planned(note())
    row.recipient = "ann@example.org\nBcc: all@example.org"
    with pytest.raises(RefusedError, match="no usable address"):
        send(route, row)
    assert office.letters == []


def test_a_backend_that_takes_nothing_delays(settings: Settings, route: MailRoute) -> None:
    settings.EMAIL_BACKEND = "tests.delivery.test_mail.SilentBackend"
    with pytest.raises(DelayedError, match="took nothing"):
        send(route, planned(note())[0])


class SilentBackend(BaseEmailBackend):
    """Swallows everything."""

    def send_messages(self, email_messages: object) -> int:
        return 0


def test_without_a_sender_of_its_own_the_desk_writes_from_djangos_default(settings: Settings) -> None:
    settings.FJORD_FROM_ADDRESS = ""
    settings.DEFAULT_FROM_EMAIL = "root@fjord.example"
    (row,) = planned(note())
    assert compose(row).from_email == "root@fjord.example"
    assert row.message_id.endswith("@fjord.example>")
