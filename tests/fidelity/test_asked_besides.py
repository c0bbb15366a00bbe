"""What is documented besides resources, lists and methods of their own: users, choices, numbers, headers."""

from __future__ import annotations

from typing import Any

import pytest

from crm.delivery.models import Delivery
from crm.directory.models import Business, ContactCategory, ContactInterest, Country
from tests.appointments.crowd import appointments
from tests.callers import Api
from tests.directory.crowd import two_of
from tests.fidelity.recording import Shown
from tests.fidelity.test_entities_asked import only
from tests.world import HOUR, NOON, World

SPAN = {"StartTime": (NOON - HOUR).isoformat(), "EndTime": (NOON + 100 * HOUR).isoformat()}
COUNTED: dict[str, dict[str, Any]] = {
    "GetContactAppointments": {"ContactId": "lab"},
    "GetProjectAppointments": {"ProjectId": "rollout"},
    "GetPersonAppointments": {"PersonId": "dan", "IncludeProjectAppointments": False},
    "GetPersonDiary": {"PersonId": "dan"},
    "GetDiaryByGroup": {"GroupId": "desk", "GroupType": 0},
    "GetAssociateDiary": {"AssociateId": "ada"},
}


def test_a_user_is_made_read_replaced_and_patched_as_asked(world: World) -> None:
    api, body = Api(world.tove), {"Name": "una", "UserName": "una", "Person": {"PersonId": world.erik.pk}}
    made = api.post("User?%24select=AssociateId", body)
    one, key = f"User/{made['AssociateId']}", "AssociateId"
    assert only(made, key)
    whole = api.get(one)
    assert whole["UserName"] == "una"
    assert api.get(f"{one}?fk=true") == whole
    assert only(api.get(f"{one}?%24select={key}"), key)
    assert only(api.put(f"{one}?%24select={key}", whole), key)
    assert only(api.patch(f"{one}?%24select={key}", {"Name": "uno"}), key)
    assert api.patch(one, {"Name": "unn"})["Name"] == "unn" == api.get(one)["Name"]
    assert isinstance(api.get(f"{one}/ForeignKey"), dict)


def test_who_asks_is_told_with_what_they_belong_to(world: World, shown: Shown) -> None:
    country, business, category = (two_of(model).one for model in (Country, Business, ContactCategory))
    company = world.lab
    company.business, company.category = business, category
    company.save()
    world.dan.country = country
    world.dan.save()
    world.ada.person, world.ada.ej_user_id = world.dan, 12
    world.ada.save()
    world.ada.other_groups.set([world.field])
    told = Api(world.ada).get("User/currentPrincipal")
    assert {name: told[name] for name in ("BusinessId", "CategoryId", "CountryId", "EjUserId")} == {
        "BusinessId": business.pk,
        "CategoryId": category.pk,
        "CountryId": country.pk,
        "EjUserId": 12,
    }
    assert told["SecondaryGroups"] == [world.field.pk]
    info = Api(world.tove).post(f"Agents/User/GetUserInfo?userInfoId={world.ada.pk}", None)
    assert info["PersonId"] == world.dan.pk
    assert told["Licenses"] == []
    shown("departs enum LicenseType.*")


def test_an_interest_that_was_retired_is_told_as_such_to_whom_has_it(world: World) -> None:
    kept = ContactInterest.objects.create(name="Lamps")
    world.lab.interests = [kept.pk]
    world.lab.save(update_fields=["interests"])
    kept.deleted = True
    kept.save()
    told = Api(world.tove).get(f"Contact/{world.lab.pk}")["Interests"]
    assert [(each["Id"], each["Deleted"]) for each in told if each["Selected"]] == [(kept.pk, True)]


def test_choices_are_flat_searched_and_marked_as_asked(world: World) -> None:
    api = Api(world.tove)
    both = {world.low.pk, world.high.pk}
    for address in ("MDOList/priority", "MDOList/priority/selectable", "List/Priority/MDOItems"):
        assert {each["Id"] for each in api.get(f"{address}?flat=true&additional=x")} == both
    for address in ("MDOList/priority", "List/Priority/MDOItems"):
        assert [each["Id"] for each in api.get(f"{address}?query=high")] == [world.high.pk]


def test_what_lies_below_a_choice_is_below_it_unless_all_is_to_be_flat(world: World) -> None:
    world.loud.parent = world.support
    world.loud.save()
    api = Api(world.tove)
    nested = {each["Id"]: each for each in api.get("MDOList/ticketcategory/selectable")}
    assert [each["Id"] for each in nested[world.support.pk]["ChildItems"]] == [world.loud.pk]
    assert world.loud.pk in {each["Id"] for each in api.get("MDOList/ticketcategory/selectable?flat=true")}


@pytest.mark.parametrize("resource", ["Project", "Sale"])
def test_a_number_is_valid_until_another_row_has_it(resource: str, world: World) -> None:
    api, row = Api(world.tove), {"Project": world.rollout, "Sale": world.deal}[resource]
    assert api.get(f"{resource}/{row.pk}/IsNumberValid/no-such-number") is True


def test_all_rows_of_an_archive_are_counted_when_asked(world: World) -> None:
    found = Api(world.tove).get("Archive/Ticket?%24inlineCount=AllPages&%24top=0")
    assert found["odata.count"] == "1"


@pytest.mark.parametrize("method", COUNTED)
def test_no_more_appointments_than_asked_for_are_told(method: str, world: World) -> None:
    appointments(world, 3)
    world.ada.person = world.dan
    world.ada.save(update_fields=["person"])
    named = {
        name: getattr(world, row).pk if isinstance(row, str) else row for name, row in COUNTED[method].items()
    }
    for count in (1, 2):
        body = named | SPAN | {"Count": count}
        assert len(Api(world.ada).post(f"Agents/Appointment/{method}", body)) == count


def test_everybodys_own_appointments_are_counted_too(world: World) -> None:
    rows = appointments(world, 3)
    api = Api(world.ada)
    assert len(api.post("Agents/Appointment/GetMyDiary", SPAN | {"Count": 2})) == 2
    asked = {"AppointmentIds": [row.pk for row in rows], "UpdateMode": "OnlyThis"}
    api.call("POST", "Agents/Appointment/SetSeenMany", asked, status=204)


def test_what_is_told_of_the_reader_of_a_ticket_and_of_files_is_taken(world: World) -> None:
    api = Api(world.ada)
    asked = {"TicketEntityId": world.ticket.pk, "ReadStatus": "Green", "CheckEscalating": True}
    assert api.post("Agents/Ticket/SetTicketReadByOwner", asked)["ReadStatus"] == "Green"
    message = api.post("TicketMessage", {"Body": "One", "Ticket": {"TicketId": world.ticket.pk}})
    asked = {"TicketMessageEntityId": message["EjMessageId"], "IncludeNonInlineAttachmentsInfo": True}
    assert api.post("Agents/Ticket/GetTicketMessageWithOptions", asked)["Body"] == "One"


def test_no_reply_template_and_no_source_of_consent_change_nothing_of_what_is_sent(world: World) -> None:
    api, sent = Api(world.ada), {"Body": "One", "Slevel": "External", "Ticket": {"TicketId": world.ticket.pk}}
    one = f"TicketMessage/{api.post('TicketMessage', sent)['EjMessageId']}"
    api.post(f"{one}/Send?to=cleo@lab.example&replyTemplateId=0&gdprSource=Consent", None, status=204)
    api.post(f"{one}/SendSms?sms=5550100&replyTemplateId=-1", None, status=204)
    assert [row.recipient for row in Delivery.objects.order_by("pk")] == ["cleo@lab.example", "5550100"]
    assert "Consent" not in str(Delivery.objects.earliest("pk").context)


def test_headers_of_the_official_client_are_taken_by_every_call(world: World) -> None:
    sent = {"SO-AppToken": "5ecret", "SO-Browser-TZ-Offset": "60", "SO-Culture": "nb-NO", "SO-Language": "nb"}
    plain, told = Api(world.tove).get("Ticket/default"), Api(world.tove, **sent).get("Ticket/default")
    assert list(told) == list(plain)
