"""What a role keeps a user from: refused in words, and told beforehand by TableRight and FieldProperties."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission

from crm.directory.models import Associate, Function, Role, Sale
from crm.directory.models.role import CATEGORY_ROLE, READER_ROLE
from crm.tickets.models import BaseStatus, Ticket
from crm.wire.lists import touch
from tests.callers import Api
from tests.world import NOON, World, again, plant

pytestmark = pytest.mark.django_db


def take_on(who: Associate, role: int) -> Api:
    """The user with another role, who has every permission on tickets and sales besides."""
    Associate.objects.filter(pk=who.pk).update(role_id=role)
    assert who.user is not None
    names = [f"{verb}_{noun}" for verb in ("view", "add", "change", "delete") for noun in ("ticket", "sale")]
    who.user.user_permissions.set(Permission.objects.filter(codename__in=names))
    touch()
    return Api(who)


def told(carrier: dict[str, Any], name: str) -> tuple[str, bool, str]:
    """The mask of the row, whether a reason is given, and the mask of a field."""
    right = carrier["TableRight"]
    return right["Mask"], bool(right["Reason"]), carrier["FieldProperties"][name]["FieldRight"]["Mask"]


def test_a_sale_is_changed_and_deleted_by_whose_it_is(world: World) -> None:
    (group,) = plant(Sale(title="Ours", associate=world.tove))
    ada = take_on(world.ada, CATEGORY_ROLE)
    own, of_group, hidden = (f"Sale/{row.pk}" for row in (world.deal, group, world.offer))
    assert told(ada.get(own), "Heading") == ("FULL", False, "Update, UIHintMandatory")
    assert told(ada.get(of_group), "Heading") == ("Select, Insert", True, "Read")
    ada.get(hidden, status=404)
    for method, body in (("PUT", {"Heading": "Mine"}), ("PATCH", {"Heading": "Mine"}), ("DELETE", None)):
        ada.call(method, of_group, body, status=403)
        ada.call(method, hidden, body, status=404)
    assert again(group).title == "Ours"
    assert ada.put(own, {"Heading": "Mine", "Associate": {"AssociateId": world.ada.pk}})["Heading"] == "Mine"
    ada.delete(own)


def test_nobody_makes_a_row_for_whom_their_role_does_not_let_them(world: World) -> None:
    ada = take_on(world.ada, CATEGORY_ROLE)
    sale = {"Heading": "New", "Contact": {"ContactId": world.lab.pk}}
    before = Sale.objects.count()
    ada.post("Sale", {**sale, "Associate": {"AssociateId": world.nils.pk}}, status=403)
    assert Sale.objects.count() == before
    ada.post("Sale", {**sale, "Associate": {"AssociateId": world.ada.pk}})


def test_a_reader_reads_and_no_more(world: World) -> None:
    ada = take_on(world.ada, READER_ROLE)
    path = f"Ticket/{world.ticket.pk}"
    assert told(ada.get(path), "Title") == ("Select", True, "Read")
    for method, address in (("PUT", path), ("PATCH", path), ("DELETE", path), ("POST", "Ticket")):
        ada.call(method, address, {"Title": "x"}, status=403)
    message = {"Ticket": {"TicketId": world.ticket.pk}, "Body": "x"}
    ada.post("TicketMessage", message, status=403)
    ada.post("Agents/Ticket/AcceptTickets", {"TicketIds": [world.ticket.pk]}, status=403)
    assert again(world.ticket).title == "No light"


def test_tickets_outside_of_own_categories_are_read_where_the_role_says_so_and_not_changed(
    world: World,
) -> None:
    role = Role.objects.get(pk=CATEGORY_ROLE)
    role.functions = [*role.functions, Function.LIST_ALL.value, Function.READ_ALL.value]
    role.save()
    common = {"created_at": NOON, "last_changed": NOON, "status": world.open, "owner": world.tove}
    outside, within = plant(Ticket(category=world.support, **common), Ticket(category=world.loud, **common))
    ada = take_on(world.ada, CATEGORY_ROLE)
    assert told(ada.get(f"Ticket/{outside.pk}"), "Title") == ("Select, Insert", True, "Read")
    ada.put(f"Ticket/{outside.pk}", {"Title": "x"}, status=403)
    ada.post("TicketMessage", {"Ticket": {"TicketId": outside.pk}, "Body": "x"}, status=403)
    ada.patch(f"Ticket/{within.pk}", {"Title": "x"})
    ada.post("TicketMessage", {"Ticket": {"TicketId": within.pk}, "Body": "x"})


@pytest.mark.parametrize(
    ("base", "function"),
    [(BaseStatus.DELETED, Function.DELETE_TICKETS), (BaseStatus.SPAM, Function.SPAM)],
)
def test_the_bins_need_rights_of_their_own_whatever_the_way(
    world: World, base: BaseStatus, function: Function
) -> None:
    role = Role.objects.get(pk=CATEGORY_ROLE)
    role.functions = [name for name in Function.values[:8] if name != function]
    role.save()
    ada = take_on(world.ada, CATEGORY_ROLE)
    path = f"Ticket/{world.ticket.pk}"
    status = {"Status": {"TicketStatusId": getattr(world, base.name.lower()).pk}}
    ada.put(path, status, status=403)
    ada.patch(path, {"BaseStatus": base.name.title()}, status=403)
    ada.post("Agents/Ticket/SaveTicketEntity", {"TicketId": world.ticket.pk, **status}, status=403)
    assert again(world.ticket).base_status == BaseStatus.ACTIVE
    role.functions = Function.values[:8]
    role.save()
    ada.put(path, status)
    assert again(world.ticket).base_status == base


def test_what_a_role_hides_is_null_in_what_points_to_it(world: World) -> None:
    Ticket.objects.filter(pk=world.ticket.pk).update(sale=world.offer)
    ada = take_on(world.ada, CATEGORY_ROLE)
    carrier = ada.get(f"Ticket/{world.ticket.pk}")
    assert carrier["Sale"] is None
    ada.put(f"Ticket/{world.ticket.pk}", carrier)
    assert again(world.ticket).sale == world.offer
    ada.patch(f"Ticket/{world.ticket.pk}", {"Sale": {"SaleId": world.offer.pk}})
    words = [
        ada.post("Ticket", {"Title": "x", "Sale": {"SaleId": key}}, status=400)["ErrorMessage"].replace(
            str(key), "?"
        )
        for key in (world.offer.pk, 999_999)
    ]
    assert words[0] == words[1]
