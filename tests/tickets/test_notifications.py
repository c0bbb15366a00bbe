"""Who is told of a new ticket, and who is not, with the reason: planned in the transaction of the ticket."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from crm.delivery.models import Channel, Delivery, State
from crm.directory.models import Associate
from crm.tickets.actions import save_ticket
from crm.tickets.models import CategoryMembership, Ticket, TicketCategory
from tests.callers import Api
from tests.world import World, plant

pytestmark = pytest.mark.django_db
Told = dict[str, str]


def told() -> Told:
    """Recipients with the reason for not telling them; empty for those who are told."""
    return dict(Delivery.objects.values_list("recipient", "reason"))


def new(world: World, *, by: Associate | None = None, notify: bool = True, **values: Any) -> Ticket:
    """A new ticket, by Tove unless somebody else acts."""
    return save_ticket(Ticket(), {"title": "No light", **values}, by=by or world.tove, notify=notify)


def test_the_owner_is_told_once_by_mail(world: World) -> None:
    ticket = new(world, owner_id=world.ada.pk, category_id=world.support.pk)
    (delivery,) = Delivery.objects.all()
    assert (delivery.recipient, delivery.recipient_associate) == ("ada@desk.example", world.ada)
    assert (delivery.kind, delivery.subject_type, delivery.subject_id) == ("ticket.new", "ticket", ticket.pk)
    assert (delivery.state, delivery.channel) == (State.PLANNED, Channel.EMAIL)


def test_without_notify_nobody_is_told(world: World) -> None:
    new(world, owner_id=world.ada.pk, category_id=world.loud.pk, notify=False)
    save_ticket(world.ticket, {"owner_id": world.bo.pk}, by=world.tove)
    assert told() == {}


def test_members_are_told_when_the_category_says_so(world: World) -> None:
    new(world, owner_id=world.nils.pk, category_id=world.loud.pk)
    assert told() == {
        "nils@desk.example": "",
        "ada@desk.example": "",
        "bo@desk.example": "",
        "rolf@desk.example": "no longer works here",
    }


def test_members_of_a_quiet_category_are_not_told(world: World) -> None:
    plant(CategoryMembership(category=world.support, associate=world.bo))
    new(world, owner_id=world.ada.pk, category_id=world.support.pk)
    assert told() == {"ada@desk.example": ""}


def test_who_is_owner_and_member_is_told_once(world: World) -> None:
    new(world, owner_id=world.ada.pk, category_id=world.loud.pk)
    assert Delivery.objects.filter(recipient="ada@desk.example").count() == 1


def test_whoever_acted_is_never_told(world: World) -> None:
    new(world, by=world.ada, owner_id=world.ada.pk, category_id=world.loud.pk)
    assert told()["ada@desk.example"] == "acted themselves"
    assert told()["bo@desk.example"] == ""
    assert Delivery.objects.get(recipient="ada@desk.example").state == State.SUPPRESSED


def test_the_categorys_addresses_are_told_when_nobody_owns_the_ticket(world: World) -> None:
    TicketCategory.objects.filter(pk=world.loud.pk).update(
        notification_email=" a@x.example, b@x.example;c@x.example ,, "
    )
    CategoryMembership.objects.filter(category=world.loud).delete()
    new(world, category_id=world.loud.pk)
    assert told() == {"a@x.example": "", "b@x.example": "", "c@x.example": ""}
    assert set(Delivery.objects.values_list("recipient_associate", flat=True)) == {None}


def test_the_categorys_addresses_are_spared_when_somebody_owns_it(world: World) -> None:
    new(world, owner_id=world.ada.pk, category_id=world.loud.pk)
    assert "desk@desk.example" not in told()


def test_a_ticket_without_owner_and_category_tells_nobody(world: World) -> None:
    new(world)
    assert told() == {}


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("email_mask", 0, "has switched this off"),
        ("email_mask", 4095 - 1, "has switched this off"),
        ("email_mask", 1, ""),
        ("email", "", "no e-mail address"),
        ("deleted", True, "no longer works here"),
    ],
)
def test_who_cannot_or_will_not_be_told_is_kept_with_the_reason(
    column: str, value: object, reason: str, world: World
) -> None:
    Associate.objects.filter(pk=world.ada.pk).update(**{column: value})
    new(world, owner_id=world.ada.pk)
    (delivery,) = Delivery.objects.all()
    assert (delivery.recipient_associate, delivery.reason) == (world.ada, reason)
    assert delivery.state == (State.SUPPRESSED if reason else State.PLANNED)


def test_two_members_with_one_address_get_one_mail(world: World) -> None:
    Associate.objects.filter(pk__in=[world.bo.pk, world.rolf.pk]).update(email="Team@desk.example")
    new(world, owner_id=world.ada.pk, category_id=world.loud.pk)
    assert told() == {"ada@desk.example": "", "Team@desk.example": ""}


def test_a_ticket_that_is_rolled_back_tells_nobody(world: World) -> None:
    with transaction.atomic():
        new(world, owner_id=world.ada.pk, category_id=world.loud.pk)
        assert Delivery.objects.exists()
        transaction.set_rollback(True)
    assert told() == {}


def test_a_new_owner_is_told_and_nobody_else(world: World) -> None:
    Ticket.objects.update(category=world.loud)
    save_ticket(world.ticket, {"owner_id": world.bo.pk}, by=world.tove, notify=True)
    assert told() == {"bo@desk.example": ""}


def test_who_takes_a_ticket_over_tells_nobody_and_giving_it_back_tells_again(world: World) -> None:
    save_ticket(world.ticket, {"owner_id": world.bo.pk}, by=world.bo, notify=True)
    assert told() == {"bo@desk.example": "acted themselves"}
    for _ in range(2):
        save_ticket(world.ticket, {"owner_id": world.ada.pk}, by=world.tove, notify=True)
        save_ticket(world.ticket, {"owner_id": world.bo.pk}, by=world.tove, notify=True)
    assert Delivery.objects.filter(recipient="ada@desk.example").count() == 2


def test_a_ticket_that_loses_its_owner_tells_nobody(world: World) -> None:
    Ticket.objects.update(category=world.loud)
    save_ticket(world.ticket, {"owner_id": None}, by=world.tove, notify=True)
    assert told() == {}


@pytest.mark.parametrize("values", [{"title": "Light"}, {"owner_id": None}, {"owner_id": "same"}])
def test_a_change_without_a_new_owner_tells_nobody(values: dict[str, Any], world: World) -> None:
    if values.get("owner_id") == "same":
        values = {"owner_id": world.ada.pk}
    save_ticket(world.ticket, values, by=world.tove, notify=True)
    assert told() == {}


def test_the_mail_is_told_of_the_ticket_as_it_was_saved(world: World) -> None:
    ticket = new(
        world,
        owner_id=world.ada.pk,
        category_id=world.support.pk,
        person_id=world.cleo_person.pk,
        ticket_type_id=world.incident.pk,
    )
    (delivery,) = Delivery.objects.all()
    context = delivery.context
    assert (context["ticket_id"], context["title"], context["author"]) == (
        ticket.pk,
        "No light",
        "Tove Jensen",
    )
    assert (context["customer"], context["owner"], context["category"]) == (
        "Cleo Marsh",
        "Ada Berg",
        "Support",
    )
    assert (context["priority"], context["status"], context["deadline"]) == ("Urgent", "Waiting", "")


def test_the_mail_is_told_as_little_as_the_ticket_has(world: World) -> None:
    TicketCategory.objects.filter(pk=world.support.pk).update(fullname="")
    type(world.normal).objects.update(flags=0)
    new(world, owner_id=world.ada.pk, category_id=world.support.pk)
    context = Delivery.objects.get().context
    assert (context["customer"], context["priority"], context["category"]) == ("", "", "Support")


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?notify=true", 1),
        ("?Notify=True", 1),
        ("?NOTIFY=1", 1),
        ("?notify=False", 0),
        ("?notify=0", 0),
        ("", 0),
    ],
)
def test_a_client_decides_whether_anybody_is_told(query: str, number: int, world: World) -> None:
    Api(world.tove).post(f"Ticket{query}", {"OwnedBy": {"AssociateId": world.ada.pk}})
    assert Delivery.objects.count() == number


def test_the_agents_save_with_notify_tells_like_rest(world: World) -> None:
    entity = {"ownedBy": {"associateId": world.ada.pk}}
    for notify, number in ((False, 0), (True, 1)):
        Api(world.tove).post(
            "Agents/Ticket/SaveTicketEntityWithNotify", {"newEntity": entity, "notify": notify}
        )
        assert Delivery.objects.count() == number


@pytest.mark.parametrize("members", [1, 30])
def test_telling_thirty_members_takes_as_many_statements_as_telling_one(members: int, world: World) -> None:
    crowd = plant(*[Associate(name=f"m{number}", email=f"m{number}@x.example") for number in range(members)])
    CategoryMembership.objects.filter(category=world.loud).delete()
    plant(*[CategoryMembership(category=world.loud, associate=each) for each in crowd])
    with CaptureQueriesContext(connection) as statements:
        new(world, category_id=world.loud.pk, status_id=world.open.pk)
    assert len([each for each in statements if "crm_delivery" in each["sql"]]) == 1
    assert Delivery.objects.count() == members + 1
