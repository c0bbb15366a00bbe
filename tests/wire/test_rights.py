"""`TableRight` and `FieldProperties` follow the caller, and stand where the original has them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import models

from crm.appointments.contracts import APPOINTMENT
from crm.appointments.models import Appointment
from crm.directory.models import Associate
from crm.tickets.contracts import TICKET
from crm.tickets.models import Ticket, TicketCategory
from crm.wire.read import read_one
from crm.wire.rights import rights_of, table_mask
from tests.appointments.crowd import appointments
from tests.carriers import ENUMS
from tests.tickets.crowd import tickets
from tests.world import World, again

pytestmark = pytest.mark.django_db
SELECT, UPDATE, INSERT, DELETE = (
    ENUMS["ETableRight"][name] for name in ("Select", "Update", "Insert", "Delete")
)


def allow(associate: Associate, *names: str) -> Associate:
    """The user with these rights and no others."""
    assert associate.user is not None
    associate.user.groups.clear()
    associate.user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return again(associate)


@pytest.mark.parametrize(
    ("names", "mask", "spelled"),
    [
        ((), 0, "None"),
        (("view_ticket",), SELECT, "Select"),
        (("view_ticket", "change_ticket"), SELECT | UPDATE, "Select, Update"),
        (("delete_ticket", "add_ticket"), INSERT | DELETE, "Insert, Delete"),
        (("view_ticket", "change_ticket", "add_ticket", "delete_ticket"), 15, "FULL"),
        (("view_appointment", "change_tickettype"), 0, "None"),
    ],
)
def test_a_mask_is_made_of_the_callers_rights(
    names: tuple[str, ...], mask: int, spelled: str, world: World
) -> None:
    nils = allow(world.nils, *names)
    right, _properties = rights_of(nils, TICKET)
    assert table_mask(nils, Ticket) == mask
    assert right["Mask"] == spelled


@pytest.mark.parametrize("model", [Ticket, Appointment, TicketCategory])
def test_an_administrator_may_do_everything(model: type[models.Model], world: World) -> None:
    assert table_mask(world.tove, model) == 15


def test_a_closed_account_may_do_nothing(world: World) -> None:
    assert world.ada.user is not None
    world.ada.user.is_active = False
    assert table_mask(world.ada, Ticket) == 0


def test_a_user_without_an_account_may_do_nothing(world: World) -> None:
    assert table_mask(Associate(name="room"), Ticket) == 0


def test_a_missing_right_has_a_reason_and_a_whole_one_none(world: World) -> None:
    assert rights_of(world.tove, TICKET)[0]["Reason"] == ""
    assert rights_of(world.ada, TICKET)[0]["Reason"] != ""


@pytest.mark.parametrize(
    ("names", "mask"),
    [(("view_ticket",), "Read"), (("view_ticket", "change_ticket"), "Update"), (("add_ticket",), "Update")],
)
def test_a_field_can_be_updated_by_who_may_change_or_add(
    names: tuple[str, ...], mask: str, world: World
) -> None:
    properties = rights_of(allow(world.nils, *names), TICKET)[1]
    assert properties["Title"]["FieldRight"] == {"Mask": mask, "Reason": ""}
    assert properties["NumMessages"]["FieldRight"]["Mask"] == "Read"


def test_a_field_that_must_be_filled_says_so(world: World) -> None:
    properties = rights_of(world.ada, APPOINTMENT)[1]
    assert properties["StartDate"]["FieldRight"]["Mask"] == "Update, UIHintMandatory"
    assert properties["Title"]["FieldRight"]["Mask"] == "Update"


def _nested(carrier: dict[str, Any] | None, name: str) -> tuple[bool, bool]:
    """Whether a nested carrier tells its TableRight, and its FieldProperties."""
    assert carrier is not None
    inner = carrier[name][0] if isinstance(carrier[name], list) else carrier[name]
    return inner["TableRight"] is not None, inner["FieldProperties"] != {}


def test_users_and_companies_inside_others_tell_their_rights_and_lists_do_not(world: World) -> None:
    ticket = read_one(TICKET, tickets(world, 1)[0].pk, world.ada)
    appointment = read_one(APPOINTMENT, appointments(world, 1)[0].pk, world.ada)
    for name in ("OwnedBy", "CreatedBy"):
        assert _nested(ticket, name) == (True, False)
    assert _nested(appointment, "Contact") == (True, True)
    for name in ("Category", "Priority", "Status", "Tags", "TicketType"):
        assert _nested(ticket, name) == (False, False)
    for name in ("Priority", "Task", "Links", "VisibleFor"):
        assert _nested(appointment, name) == (False, False)


def test_nested_rights_are_the_callers_own(world: World) -> None:
    (row,) = tickets(world, 1)
    for caller, mask in ((world.ada, "Select"), (world.tove, "FULL"), (world.ada, "Select")):
        carrier = read_one(TICKET, row.pk, caller)
        assert carrier is not None
        assert carrier["OwnedBy"]["TableRight"]["Mask"] == mask
