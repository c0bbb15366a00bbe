"""Files come in and go out whole, are seen by those who see the ticket, and never run in anybody's browser."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from crm.tickets.actions import fill_attachment, save_attachment, save_message
from crm.tickets.models import Attachment, SecurityLevel, Ticket, TicketMessage
from tests.callers import Api
from tests.tickets.crowd import attachments, messages
from tests.world import World, again, plant

pytestmark = pytest.mark.django_db
BYTES = bytes(range(256)) * 3
PDF = "application/pdf"


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Settings) -> None:
    """A folder for the files of one test."""
    settings.MEDIA_ROOT = tmp_path


def stored(tmp_path: Path) -> list[Path]:
    return [path for path in tmp_path.rglob("*") if path.is_file()]


def brought(world: World, name: str = "Plan.pdf") -> Attachment:
    return save_attachment(Attachment(), {"name": name, "content_type": PDF}, by=world.ada)


def upload(api: Api, key: int, content: Any, kind: str, *, status: int = 204, **headers: str) -> Any:
    answer = api.client.generic(
        "POST", f"/api/v1/Attachment/{key}/Content", content, content_type=kind, headers=headers
    )
    assert answer.status_code == status, answer.content
    return answer.json() if answer.content else None


def download(api: Api, key: int, accept: str = "*/*") -> Any:
    return api.client.get(f"/api/v1/Attachment/{key}/Content", headers={"accept": accept})


def whole(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    "kind", ["application/octet-stream", "image/png", "application/x-www-form-urlencoded"]
)
def test_bytes_come_back_as_they_went_in(world: World, kind: str) -> None:
    api, row = Api(world.ada), brought(world)
    upload(api, row.pk, BYTES, kind)
    assert whole(download(api, row.pk)) == BYTES
    row = again(row)
    assert (row.size, row.sha256) == (768, hashlib.sha256(BYTES).hexdigest())
    assert api.get(f"Attachment/{row.pk}")["AttSize"] == 768


def test_the_file_of_a_form_is_taken(world: World) -> None:
    api, row = Api(world.ada), brought(world)
    file = SimpleUploadedFile("other.bin", BYTES)
    answer = api.client.post(f"/api/v1/Attachment/{row.pk}/Content", {"file": file})
    assert answer.status_code == 204, answer.content
    assert whole(download(api, row.pk)) == BYTES
    assert again(row).name == "Plan.pdf"


def test_a_form_without_a_file_is_refused(world: World) -> None:
    api, row = Api(world.ada), brought(world)
    answer = api.client.post(f"/api/v1/Attachment/{row.pk}/Content", {"name": "x"})
    assert (answer.status_code, answer.json()["Error"]) == (400, True)


def test_base64_in_json_is_taken_and_given(world: World) -> None:
    api, row = Api(world.ada), brought(world)
    text = base64.b64encode(BYTES).decode()
    api.post(f"Attachment/{row.pk}/Content", text, status=204)
    assert download(api, row.pk, "application/json").json() == text
    api.post("Agents/Ticket/UploadAttachment", {"attachmentId": row.pk, "content": "aGVp"}, status=204)
    assert whole(download(api, row.pk)) == b"hei"
    assert api.post("Agents/Ticket/GetAttachmentStream", {"attachmentId": row.pk}) == "aGVp"


def test_the_agent_gives_bytes_to_those_who_accept_them(world: World) -> None:
    api, row = Api(world.ada), brought(world)
    upload(api, row.pk, BYTES, PDF)
    body = f'{{"attachmentId": {row.pk}}}'
    for accept in ("application/octet-stream", "application/json"):
        answer: Any = api.client.post(
            "/api/v1/Agents/Ticket/GetAttachmentStream",
            body,
            content_type="application/json",
            headers={"accept": accept},
        )
        if accept == "application/json":
            assert base64.b64decode(answer.json()) == BYTES
        else:
            assert whole(answer) == BYTES


def test_what_is_no_base64_is_refused_and_leaves_the_old_bytes(world: World) -> None:
    api, row = Api(world.ada), brought(world)
    upload(api, row.pk, BYTES, PDF)
    for body in ("no base64!", 12, {"content": None}):
        api.post(f"Attachment/{row.pk}/Content", body, status=400)
    assert whole(download(api, row.pk)) == BYTES


def test_a_download_is_kept_and_never_shown(world: World) -> None:
    api = Api(world.ada)
    row = save_attachment(Attachment(), {"name": "Ünsinn.html", "content_type": "text/html"}, by=world.ada)
    upload(api, row.pk, b"<script>alert(1)</script>", "text/html")
    answer = download(api, row.pk, "text/html,application/xhtml+xml")
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C3%9Cnsinn.html"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "private, no-store"
    whole(answer)


def test_too_large_a_file_is_refused_and_nothing_is_stored(
    world: World, settings: Settings, tmp_path: Path
) -> None:
    settings.FJORD_MAX_ATTACHMENT_BYTES = 100
    api, row = Api(world.ada), brought(world)
    assert upload(api, row.pk, b"x" * 101, PDF, status=413)["ErrorType"] == "SoRequestTooLargeException"
    api.post(f"Attachment/{row.pk}/Content", base64.b64encode(b"x" * 101).decode(), status=413)
    file = SimpleUploadedFile("a.bin", b"x" * 101)
    assert api.client.post(f"/api/v1/Attachment/{row.pk}/Content", {"file": file}).status_code == 413
    upload(api, row.pk, b"x" * 100, PDF)
    assert [path.stat().st_size for path in stored(tmp_path)] == [100]


def test_new_bytes_replace_the_old_file(
    world: World, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    api, row = Api(world.ada), brought(world)
    upload(api, row.pk, b"first", PDF)
    with django_capture_on_commit_callbacks(execute=True):
        upload(api, row.pk, b"second", PDF)
    assert [path.read_bytes() for path in stored(tmp_path)] == [b"second"]


def test_a_file_whose_row_cannot_be_saved_is_not_kept(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = brought(world)

    def fail(*_args: Any, **_options: Any) -> None:
        raise RuntimeError("disk")

    monkeypatch.setattr(Attachment, "save", fail)
    with pytest.raises(RuntimeError):
        fill_attachment(row, SimpleUploadedFile("a", b"x"))
    assert stored(tmp_path) == []


def test_a_file_lies_under_a_name_of_our_own(world: World, tmp_path: Path) -> None:
    row = brought(world, "../../etc/passwd")
    upload(Api(world.ada), row.pk, b"x", PDF)
    (path,) = stored(tmp_path)
    assert "passwd" not in str(path.relative_to(tmp_path))
    assert default_storage.exists(str(again(row).file.name))


def test_without_bytes_there_is_no_content(world: World) -> None:
    api, row = Api(world.ada), brought(world)
    assert download(api, row.pk).status_code == 404
    assert api.post("Agents/Ticket/GetAttachmentStream", {"AttachmentId": row.pk}) is None


def test_an_attachment_is_seen_by_those_who_see_its_message(world: World) -> None:
    api, row = Api(world.bo), brought(world)
    api.get(f"Attachment/{row.pk}", status=404)
    (message,) = plant(TicketMessage(ticket=world.ticket, created_at=world.ticket.created_at))
    Api(world.ada).post(f"TicketMessage/{message.pk}/Attachment", [row.pk], status=204)
    assert api.get(f"Attachment/{row.pk}")["Name"] == "Plan.pdf"
    Ticket.objects.filter(pk=world.ticket.pk).update(category=world.secret, owner=world.tove)
    api.get(f"Attachment/{row.pk}", status=404)
    assert download(api, row.pk).status_code == 404
    api.get(f"TicketMessage/{message.pk}", status=404)


def test_whoever_brought_a_file_sees_it_no_longer_than_the_ticket_it_hangs_on(world: World) -> None:
    row = save_attachment(Attachment(), {"name": "a"}, by=world.nils)
    assert list(Attachment.objects.visible_to(world.nils)) == [row]
    (message,) = plant(TicketMessage(ticket=world.ticket, created_at=world.ticket.created_at))
    message.attachments.add(row)
    Ticket.objects.filter(pk=world.ticket.pk).update(category=world.secret, owner=world.tove)
    assert not Attachment.objects.visible_to(world.nils).exists()


def test_nobody_reads_bytes_without_signing_in(world: World) -> None:
    row = brought(world)
    upload(Api(world.ada), row.pk, b"x", PDF)
    assert Client().get(f"/api/v1/Attachment/{row.pk}/Content").status_code == 401


def test_hanging_and_taking_off_keep_the_counters_true(world: World, tmp_path: Path) -> None:
    api = Api(world.ada)
    message = save_message(TicketMessage(ticket=world.ticket), {"body": "See"}, by=world.ada)
    first, second = attachments(world, 2)
    api.post(f"TicketMessage/{message.pk}/Attachment", [first.pk, first.pk], status=204)
    body = {"ticketMessageEntityId": message.pk, "attachmentIds": [second.pk]}
    api.post("Agents/Ticket/AddAttachments", body, status=204)
    assert (again(message).num_attachments, again(world.ticket).has_attachment) == (2, True)
    assert [each["AttachmentId"] for each in api.get(f"Ticket/{world.ticket.pk}/Attachments")] == [
        first.pk,
        second.pk,
    ]
    for row in (first, second):
        body = {"ticketMessageEntityId": message.pk, "attachmentIds": [row.pk]}
        api.post("Agents/Ticket/RemoveMessageAttachments", body, status=204)
    assert (again(message).num_attachments, again(world.ticket).has_attachment) == (0, False)
    assert not Attachment.objects.exists()


def test_hanging_an_attachment_that_is_not_there_hangs_none(world: World) -> None:
    (message,) = messages(world, 1)
    row = brought(world)
    answer = Api(world.ada).post(f"TicketMessage/{message.pk}/Attachment", [row.pk, 999999], status=400)
    assert "999999" in answer["ErrorMessage"]
    assert message.attachments.count() == 1


def test_parts_of_the_text_are_told_apart(world: World) -> None:
    api, (message,) = Api(world.ada), messages(world, 1)
    inline = save_attachment(Attachment(), {"name": "a.png", "inline_image": True}, by=world.ada)
    message.attachments.add(inline)
    assert len(api.get(f"TicketMessage/{message.pk}/Attachment")) == 2
    (shown,) = api.get(f"TicketMessage/{message.pk}/Attachment/Noninline")
    assert shown["InlineImage"] is False
    body = {"ticketMessageEntityId": message.pk}
    assert len(api.post("Agents/Ticket/GetAttachmentInfo", body)) == 2
    assert api.post("Agents/Ticket/GetAttachmentInfoNonInline", body) == [shown]


def test_inline_images_are_put_into_the_text_when_asked_for(world: World) -> None:
    api, (message,) = Api(world.ada), messages(world, 1)
    values = {"name": "a.png", "content_type": "image/png", "content_id": "lamp@desk", "inline_image": True}
    image = save_attachment(Attachment(), values, by=world.ada)
    upload(api, image.pk, b"\x89PNG", "image/png")
    message.attachments.add(image)
    html = '<img src="cid:lamp@desk"><img src="cid:other">'
    save_message(message, {"html_body": html}, by=world.ada)
    assert api.get(f"TicketMessage/{message.pk}")["HtmlBody"] == html
    told = '<img src="data:image/png;base64,iVBORw=="><img src="cid:other">'
    assert api.get(f"TicketMessage/{message.pk}?embedImages=Inline")["HtmlBody"] == told
    body = {"id": message.pk, "embedImages": "Inline"}
    assert api.post("Agents/Ticket/GetTicketMessageWithEmbeddedData", body)["HtmlBody"] == told


def test_a_customer_sees_files_of_external_messages_only(world: World) -> None:
    inside, outside = attachments(world, 2)
    said, whispered = plant(
        TicketMessage(ticket=world.ticket, created_at=world.ticket.created_at, slevel=SecurityLevel.EXTERNAL),
        TicketMessage(ticket=world.ticket, created_at=world.ticket.created_at),
    )
    said.attachments.add(outside)
    whispered.attachments.add(inside)
    Ticket.objects.filter(pk=world.ticket.pk).update(person=world.cleo_person, slevel=SecurityLevel.EXTERNAL)
    assert [row.pk for row in Attachment.objects.visible_to(world.cleo)] == [outside.pk]


def test_what_the_desk_does_not_do_says_so(world: World) -> None:
    api = Api(world.ada)
    answer = api.post("Attachment/CopyFromCRMDocument/7", None, status=501)
    assert answer["ErrorType"] == "SoNotImplementedException"
    assert "CopyFromCRMDocument" in answer["ErrorMessage"]
    assert "SplitTicket" in api.post("Agents/Ticket/SplitTicket", {}, status=501)["ErrorMessage"]
    assert Client().post("/api/v1/TicketMessage/1/Send").status_code == 401
