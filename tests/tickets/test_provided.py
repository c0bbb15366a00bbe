"""The Ticket and List agents: tickets that restrictions choose, parts of messages, members of categories, languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from crm.directory.models import Associate
from crm.directory.models.role import READER_ROLE
from crm.tickets.actions import save_members
from crm.tickets.models import (
    BaseStatus,
    CategoryMembership,
    ReadStatus,
    Ticket,
    TicketMessage,
    TicketMessageHeader,
)
from tests.callers import Api
from tests.tickets.crowd import attachments, messages, tickets
from tests.world import World, again

pytestmark = pytest.mark.django_db
MINE = {"Name": "ownedBy", "Operator": "currentAssociate", "Values": []}


def ask(api: Api, method: str, body: dict[str, Any], status: int = 200) -> Any:
    return api.post(f"Agents/Ticket/{method}", body, status=status)


def titled(title: str) -> dict[str, Any]:
    return {"Name": "title", "Operator": "is", "Values": [title]}


def test_read_states_follow_restrictions(world: World) -> None:
    one, other = tickets(world, 2)
    body = {"Provider": "ticket", "Restrictions": [titled("Ticket 1")], "NewStatus": "Yellow"}
    assert ask(Api(world.ada), "UpdateTicketsReadStatusByProvider", body) == [other.pk]
    assert again(other).read_status == ReadStatus.YELLOW != again(one).read_status
    assert ask(Api(world.bo), "UpdateTicketsReadStatusByProvider", body) == []


@pytest.mark.parametrize(
    ("method", "base"),
    [("SetDeletedStatusByProvider", BaseStatus.DELETED), ("SetSpamStatusByProvider", BaseStatus.SPAM)],
)
def test_the_recycle_bin_takes_what_restrictions_choose(world: World, method: str, base: BaseStatus) -> None:
    one, other = tickets(world, 2)
    body = {"providerName": "Ticket", "restrictions": [titled("Ticket 0")]}
    assert ask(Api(world.tove), method, body) == [one.pk]
    assert (again(one).base_status, again(other).base_status) == (base, BaseStatus.ACTIVE)
    assert ask(Api(world.tove), method, body) == []
    ask(Api(world.ada), method, body, status=403)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"ProviderName": "Ticket"}, "$.Restrictions: "),
        ({"ProviderName": "Ticket", "Restrictions": [{**MINE, "IsActive": False}]}, "$.Restrictions: "),
        ({"ProviderName": "FindSale", "Restrictions": [MINE]}, "$.ProviderName: "),
        ({"ProviderName": "Nowhere", "Restrictions": [MINE]}, "$.ProviderName: "),
        ({"ProviderName": "Ticket", "Restrictions": [{**MINE, "Name": "colour"}]}, "colour"),
    ],
)
def test_no_ticket_is_thrown_away_unless_restrictions_say_which(
    world: World, body: dict[str, Any], told: str
) -> None:
    answer = ask(Api(world.tove), "SetDeletedStatusByProvider", body, status=400)
    assert told in answer["ErrorMessage"]
    assert not Ticket.objects.filter(base_status=BaseStatus.DELETED).exists()


def test_more_tickets_than_one_call_changes_are_refused(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.tickets.views.provided.MOST", 1)
    tickets(world, 2)
    body = {"ProviderName": "Ticket", "Restrictions": [titled("Ticket 0") | {"Operator": "isNot"}]}
    assert (
        "more than 1 tickets"
        in ask(Api(world.tove), "SetDeletedStatusByProvider", body, status=400)["ErrorMessage"]
    )


def test_a_message_is_saved_with_attachments(world: World) -> None:
    (file,) = attachments(world, 1)
    api = Api(world.ada)
    entity = {"ticket": {"ticketId": world.ticket.pk}, "body": "See there", "slevel": "External"}
    options = {"entity": entity, "notify": False, "updateRepliedAt": True}
    saved = ask(api, "SaveTicketMessageEntityWithOptions", {**options, "attachmentIds": [file.pk]})
    message = TicketMessage.objects.get(pk=saved["EjMessageId"])
    assert (message.body, [each.pk for each in message.attachments.all()]) == ("See there", [file.pk])
    assert again(world.ticket).replied_at is not None
    ask(api, "SaveTicketMessageEntityWithOptions", {**options, "attachmentIds": [99999]}, status=400)
    assert TicketMessage.objects.filter(ticket=world.ticket).count() == 1


def test_headers_are_taken_off_and_the_others_stay(world: World) -> None:
    (message,) = messages(world, 1)
    other = TicketMessageHeader.objects.create(message=message, name="Cc", value="x@desk.example")
    gone = TicketMessageHeader.objects.get(message=message, name="To")
    before = again(world.ticket).last_changed
    ask(Api(world.ada), "DeleteMessageHeaders", {"headerIds": [gone.pk, 99999]}, status=400)
    assert message.headers.count() == 2
    ask(Api(world.cleo), "DeleteMessageHeaders", {"headerIds": [gone.pk]}, status=403)
    ask(Api(world.ada), "DeleteMessageHeaders", {"headerIds": [gone.pk]}, status=204)
    assert list(message.headers.all()) == [other]
    assert again(world.ticket).last_changed > before


def test_members_of_a_category_come_change_and_go(world: World) -> None:
    api = Api(world.tove)
    category = world.support
    CategoryMembership.objects.filter(category=category).delete()

    def update(status: int = 204, **lists: Any) -> Any:
        body = {"ticketCategoryId": category.pk, **lists}
        return api.post("Agents/List/UpdateCategoryMemberships", body, status=status)

    def members() -> dict[int, int]:
        return dict(CategoryMembership.objects.filter(category=category).values_list("associate", "weight"))

    ada, bo = ({"user": {"associateId": user.pk}, "weight": 3} for user in (world.ada, world.bo))
    update(membershipsToAdd=[ada, bo])
    assert members() == {world.ada.pk: 3, world.bo.pk: 3}
    update(membershipsToUpdate=[{**ada, "weight": 7}], membershipsToDelete=[bo])
    assert members() == {world.ada.pk: 7}
    update(400, membershipsToAdd=[bo], membershipsToUpdate=[{"user": {"associateId": world.nils.pk}}])
    update(400, membershipsToAdd=[{"user": {"associateId": 99999}}])
    update(400, membershipsToAdd=[{"weight": 2}])
    assert members() == {world.ada.pk: 7}
    Api(world.ada).post(
        "Agents/List/UpdateCategoryMemberships", {"ticketCategoryId": category.pk}, status=403
    )


def test_languages_are_those_that_texts_are_kept_in(world: World) -> None:
    api = Api(world.ada)
    found = api.post("Agents/List/GetInstalledLanguages", None)
    # Numbers and codes from Microsoft's list of locales and ISO 639.
    assert {each["TwoLetterISOLanguageName"]: each["LCID"] for each in found} == {
        "en": 1033, "nb": 1044, "sv": 1053, "da": 1030, "de": 1031, "nl": 1043, "fr": 1036, "es": 3082,
    }  # fmt: skip
    assert found[1]["EnglishName"] == "Norwegian Bokmål"
    number = found[1]["LanguageInfoId"]
    assert api.post(f"Agents/List/GetLanguageInfo?languageInfoId={number}", None) == found[1]
    assert api.post("Agents/List/GetLanguageInfo?languageInfoId=99", None) is None


def test_who_may_not_set_up_categories_makes_nobody_a_member(world: World) -> None:
    Associate.objects.filter(pk=world.ada.pk).update(role=READER_ROLE)
    with pytest.raises(PermissionDenied):
        save_members(world.support, added=[{"associate_id": world.bo.pk}], by=again(world.ada))
    assert not CategoryMembership.objects.filter(category=world.support, associate=world.bo).exists()
