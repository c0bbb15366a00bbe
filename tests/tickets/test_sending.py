"""Sending a message to customers: each recipient once, the same letter for all, and what may not go out."""

from __future__ import annotations

import email
from email import policy
from email.message import EmailMessage
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core import mail
from pytest_django import Settings

from crm.delivery.models import Channel, Delivery, State
from crm.delivery.notifications.routes import ROUTES, RefusedError, UnreachableError
from crm.tickets.actions import attach, fill_attachment, save_attachment, save_message
from crm.tickets.models import Attachment, Badge, SecurityLevel, TicketMessage
from tests.callers import Api
from tests.world import World, again

pytestmark = pytest.mark.django_db


def said(world: World, **values: Any) -> TicketMessage:
    """A message to the customer of the world's ticket, by Ada."""
    first = {"body": "It is fixed.", "slevel": SecurityLevel.EXTERNAL}
    return save_message(TicketMessage(ticket=world.ticket), {**first, **values}, by=world.ada)


def send(world: World, message: TicketMessage, status: int = 204, **options: str) -> Any:
    return Api(world.ada).post(f"TicketMessage/{message.pk}/Send?{urlencode(options)}", None, status=status)


def file(world: World, content: bytes, **values: Any) -> Attachment:
    attachment = save_attachment(Attachment(), {"name": "lamp.txt", **values}, by=world.ada)
    return fill_attachment(attachment, BytesIO(content))


@pytest.fixture
def letters(settings: Settings) -> Any:
    """Hands every planned delivery to its route, and gives what mail came out."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    def sent() -> list[tuple[str, EmailMessage]]:
        mail.outbox = []
        for delivery in Delivery.objects.filter(state=State.PLANNED).order_by("pk"):
            ROUTES[Channel(delivery.channel)]().send(delivery)
        return [
            (str(each.recipients()[0]), _parsed(bytes(each.message().as_bytes()))) for each in mail.outbox
        ]

    return sent


def _parsed(content: bytes) -> EmailMessage:
    message = email.message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_everybody_gets_the_same_letter_and_a_blind_copy_shows_to_nobody(world: World, letters: Any) -> None:
    message = said(world)
    send(
        world,
        message,
        to='"Berg, Cleo" <cleo@lab.example>,dan@lab.example',
        cc="erik@yard.example",
        bcc="boss@desk.example",
        subject="About your lamp",
    )
    got = letters()
    assert [recipient for recipient, _letter in got] == [
        "cleo@lab.example",
        "dan@lab.example",
        "erik@yard.example",
        "boss@desk.example",
    ]
    for _recipient, letter in got:
        assert letter["To"] == '"Berg, Cleo" <cleo@lab.example>, dan@lab.example'
        assert letter["Cc"] == "erik@yard.example"
        assert letter["Bcc"] is None
        assert letter["Subject"] == f"[Ticket:{world.ticket.pk}] About your lamp"
        assert letter["Message-ID"] == again(message).message_id
        assert letter["Auto-Submitted"] is None, "a person wrote it"
        plain = letter.get_body(("plain",))
        assert plain is not None
        assert plain.get_content().strip() == "It is fixed."


def test_the_message_says_afterwards_to_whom_it_went_but_no_customer_sees_blind_copies(world: World) -> None:
    message = said(world, headers=[{"name": "X-Origin", "value": "phone"}])
    send(world, message, to="cleo@lab.example", bcc="boss@desk.example")
    assert again(message).badge == Badge.OUTGOING
    everything = [("X-Origin", "phone"), ("To", "cleo@lab.example"), ("Bcc", "boss@desk.example")]
    for caller, expected in ((world.ada, everything), (world.cleo, everything[:2])):
        (told,) = Api(caller).get(f"Ticket/{world.ticket.pk}")["Messages"]
        headers = told["MessageHeaders"]
        assert [(each["Name"], each["Value"]) for each in headers] == expected


def test_a_message_may_be_sent_again_and_keeps_its_message_id(world: World, letters: Any) -> None:
    message = said(world)
    send(world, message, to="cleo@lab.example")
    send(world, message, to="cleo@lab.example")
    first, second = (letter["Message-ID"] for _recipient, letter in letters())
    assert first == second


def test_with_a_key_a_repeated_call_sends_once(world: World) -> None:
    message = said(world)
    for _time in range(2):
        api = Api(world.ada, idempotency_key="k1")
        api.post(f"TicketMessage/{message.pk}/Send?to=cleo@lab.example", None, status=204)
    assert Delivery.objects.count() == 1


def test_an_answer_names_the_mail_that_it_answers(world: World, letters: Any) -> None:
    said(world, message_id="<first@lab.example>", person_id=world.cleo_person.pk)
    send(world, said(world), to="cleo@lab.example")
    ((_recipient, letter),) = letters()
    assert letter["In-Reply-To"] == letter["References"] == "<first@lab.example>"


def test_html_goes_out_without_what_could_run_and_with_its_pictures(world: World, letters: Any) -> None:
    message = said(world, html_body='<p onclick="x()">Hei <img src="cid:lamp1"></p><script>x()</script>')
    shown = file(world, b"\x89PNG", content_type="image/png", content_id="lamp1", inline_image=True)
    notes = file(world, "Lys på".encode(), name="notes.txt", content_type="text/plain")
    attach(message, [shown.pk, notes.pk])
    send(world, message, to="cleo@lab.example")
    ((_recipient, letter),) = letters()
    html = letter.get_body(("html",))
    assert html is not None
    text = html.get_content()
    assert '<img src="cid:lamp1">' in text
    assert "script" not in text
    assert "onclick" not in text
    picture, second = letter.iter_attachments()
    assert (picture["Content-ID"], picture.get_content()) == ("<lamp1>", b"\x89PNG")
    assert (second.get_filename(), second.get_payload(decode=True)) == ("notes.txt", "Lys på".encode())


def test_a_letter_whose_file_is_gone_is_refused_and_not_sent_without_it(world: World, letters: Any) -> None:
    message, notes = said(world), file(world, b"x")
    attach(message, [notes.pk])
    send(world, message, to="cleo@lab.example")
    notes.file.storage.delete(str(again(notes).file.name))
    with pytest.raises(RefusedError, match=r"lamp\.txt is gone"):
        letters()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"to": "cleo at lab"}, "'cleo at lab' is no e-mail address."),
        ({"to": "a@b.example", "cc": "Dan <dan>"}, "is no e-mail address."),
        ({"to": "ø@b.example"}, "'ø@b.example' is no e-mail address."),
        ({"to": "(" * 1200}, "((' is no e-mail address."),
        ({}, "Somebody has to get the message."),
        ({"to": ",".join(f"p{n}@b.example" for n in range(101))}, "100 recipients at most"),
        ({"to": "a@b.example", "replyTemplateId": "7"}, "There is no reply template 7."),
        ({"to": "a@b.example", "replyTemplateId": "x"}, "ReplyTemplateId"),
    ],
)
def test_what_cannot_be_sent_is_refused_in_words_and_nothing_is_kept(
    world: World, options: dict[str, str], words: str
) -> None:
    message = said(world)
    assert words in send(world, message, status=400, **options)["ErrorMessage"]
    assert not Delivery.objects.exists()
    assert not message.headers.exists()


def test_an_internal_message_never_leaves_the_desk(world: World) -> None:
    message = said(world, slevel=SecurityLevel.INTERNAL)
    answer = send(world, message, status=400, to="cleo@lab.example")
    assert "internal" in answer["ErrorMessage"]
    answer = Api(world.ada).post(f"TicketMessage/{message.pk}/SendSms?sms=4791234567", None, status=400)
    assert "internal" in answer["ErrorMessage"]
    assert not Delivery.objects.exists()


def test_a_customer_sends_nothing_and_a_hidden_message_is_not_there(world: World) -> None:
    message = said(world)
    Api(world.cleo).post(f"TicketMessage/{message.pk}/Send?to=a@b.example", None, status=403)
    Api(world.ada).post("TicketMessage/999999/Send?to=a@b.example", None, status=404)


def test_a_text_goes_to_each_telephone_once(world: World, settings: Settings, tmp_path: Any) -> None:
    settings.FJORD_SMS_FOLDER = tmp_path
    message = said(world, body="Klart & ferdig")
    Api(world.ada).post(
        f"TicketMessage/{message.pk}/SendSms?sms=%2B47%20912%2034%20567,%2B4791234567,5550100",
        None,
        status=204,
    )
    planned = list(Delivery.objects.order_by("pk"))
    assert [row.recipient for row in planned] == ["+4791234567", "5550100"]
    for row in planned:
        route = ROUTES[Channel(row.channel)]()
        route.open()
        route.send(row)
        route.send(row)  # again after a crash
        route.close()
    files = sorted(path.read_text(encoding="utf-8") for path in tmp_path.iterdir())
    assert files == ["To: +4791234567\n\nKlart & ferdig", "To: 5550100\n\nKlart & ferdig"]


def test_without_its_sender_a_text_waits_and_mail_goes_on(settings: Settings) -> None:
    settings.FJORD_SMS_SENDER = "nowhere.Sender"
    with pytest.raises(UnreachableError, match="FJORD_SMS_SENDER"):
        ROUTES[Channel.SMS]().open()


def test_what_is_no_number_is_refused(world: World) -> None:
    answer = Api(world.ada).post(f"TicketMessage/{said(world).pk}/SendSms?sms=call-me", None, status=400)
    assert "'call-me' is no telephone number." in answer["ErrorMessage"]


def test_the_agent_sends_as_the_address_does(world: World) -> None:
    message, agent = said(world), Api(world.ada)
    body = {
        "ticketMessageEntityId": message.pk,
        "to": ["Cleo <cleo@lab.example>"],
        "cc": None,
        "bcc": ["boss@desk.example"],
        "subject": "Hei",
        "replyTemplateId": 0,
        "gdprSource": "Consent",
    }
    agent.post("Agents/Ticket/SendTicketMessage", body, status=204)
    body = {"ticketMessageEntityId": message.pk, "sms": ["+47 912 34 567"], "replyTemplateId": 0}
    agent.post("Agents/Ticket/SendTicketMessageSms", body, status=204)
    rows = Delivery.objects.order_by("pk").values_list("recipient", "channel", "kind")
    assert list(rows) == [
        ("cleo@lab.example", Channel.EMAIL, "message.sent"),
        ("boss@desk.example", Channel.EMAIL, "message.sent"),
        ("+4791234567", Channel.SMS, "message.sent"),
    ]
    assert Delivery.objects.earliest("pk").context["subject"] == f"[Ticket:{world.ticket.pk}] Hei"


def test_the_files_in_an_attached_mail_are_counted_from_0(world: World) -> None:
    inner = EmailMessage()
    inner["Subject"] = "Log files"
    inner.set_content("See below.")
    inner.add_attachment(b"one", maintype="application", subtype="octet-stream", filename="a.bin")
    inner.add_attachment("to ø", filename="b.txt")
    rfc = file(world, inner.as_bytes(), name="mail.eml", content_type="message/rfc822")
    plain = file(world, b"x", content_type="text/plain")
    attach(said(world), [rfc.pk, plain.pk])
    client = Api(world.ada).client
    answers = [client.get(f"/api/v1/TicketMessage/RfcAttachment/{rfc.pk}/{n}") for n in (0, 1, 2)]
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert [b"".join(answer) for answer in answers[:2]] == [b"one", "to ø\n".encode()]
    assert 'filename="a.bin"' in answers[0]["Content-Disposition"]
    assert client.get(f"/api/v1/TicketMessage/RfcAttachment/{plain.pk}/0").status_code == 404
    beyond = client.get(f"/api/v1/TicketMessage/RfcAttachment/{rfc.pk}/{'9' * 5000}")
    assert beyond.status_code == 404
    assert "holds 2 files" in beyond.json()["Message"]
    method = "Agents/Ticket/GetRfcAttachmentStream"
    told = Api(world.ada).post(method, {"attachmentId": rfc.pk, "position": 0})
    assert told == "b25l", "base64 of one"
    missing = {"attachmentId": 999999, "position": 0}
    assert Api(world.ada).post(method, missing) is None
    Api(world.ada).post(method, {"attachmentId": rfc.pk, "position": "9" * 5000}, status=400)


MIXED = (
    b"Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nhi\r\n"
    b"--B\r\n%s\r\n\r\n%s\r\n--B--\r\n"
)
INSIDE = b"Content-Type: message/rfc822\r\nContent-Disposition: attachment"


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (MIXED % (b"Content-Disposition: attachment; filename=x" + b"(" * 2000, b"y"), b""),
        (MIXED % (INSIDE, b"Content-Type: message/rfc822\r\n\r\n" * 2000), b""),
        (MIXED % (b"Content-Type: text/=?utf-8?q?=0D=0AX-Evil:_1?=", b"y"), b"y"),
    ],
    ids=["comments", "mails in mails", "a line break in a type"],
)
def test_a_mail_that_is_not_as_it_should_be_is_read_or_refused(
    world: World, content: bytes, answer: bytes
) -> None:
    rfc = file(world, content, name="mail.eml", content_type="message/rfc822")
    attach(said(world), [rfc.pk])
    told = Api(world.ada).client.get(f"/api/v1/TicketMessage/RfcAttachment/{rfc.pk}/0")
    if answer:
        assert (told.status_code, b"".join(told)) == (200, answer)
        assert not told.has_header("X-Evil")
    else:
        assert told.status_code == 404
        assert "no mail that can be read" in told.json()["Message"]
