"""The path of a category is made of the names above it, whoever writes them and when."""

from __future__ import annotations

from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from crm.tickets.actions import name_categories
from crm.tickets.models import TicketCategory
from tests.concurrency import together
from tests.world import World, again, build

pytestmark = pytest.mark.django_db
ROUNDS = 8


def below(parent: TicketCategory, name: str) -> TicketCategory:
    return TicketCategory.objects.create(parent=parent, name=name, fullname=f"{parent.fullname}/{name}")


def rename(category: TicketCategory, name: str) -> None:
    """As the desk does it: the row, and then the paths, in one transaction."""
    with transaction.atomic():
        category.name = name
        category.save()
        name_categories(category)


def test_a_new_name_is_part_of_every_path_below(world: World) -> None:
    child = below(world.support, "Web")
    grandchild = below(child, "Shop")
    rename(world.support, "Help")
    assert [again(row).fullname for row in (world.support, child, grandchild)] == [
        "Help",
        "Help/Web",
        "Help/Web/Shop",
    ]


def test_the_name_above_is_the_one_that_it_has_now(world: World) -> None:
    child = TicketCategory.objects.select_related("parent").get(pk=below(world.support, "Web").pk)
    TicketCategory.objects.filter(pk=world.support.pk).update(name="Help", fullname="Help")
    name_categories(child)
    assert again(child).fullname == "Help/Web"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_rename_a_category_and_its_child_at_once_wait_for_one_another() -> None:
    world = build()
    child = below(world.support, "Web")
    for number in range(ROUNDS):
        rows = again(world.support), TicketCategory.objects.select_related("parent").get(pk=child.pk)
        together(
            *[
                partial(rename, row, f"{name}{number}")
                for row, name in zip(rows, ("Help", "Shop"), strict=True)
            ]
        )
        assert again(child).fullname == f"Help{number}/Shop{number}"


@pytest.mark.parametrize("text", ["@x", "a@b c", "a", "a@", "desk@x.example; nobody", "a@b@c"])
def test_what_is_no_address_is_not_notified(text: str, world: World) -> None:
    world.loud.notification_email = text
    with pytest.raises(ValidationError, match="No e-mail address"):
        world.loud.full_clean()


def test_several_addresses_are_parted_by_commas_or_semicolons(world: World) -> None:
    world.loud.notification_email = "a@desk.example, b@intern ;c@d.example"
    world.loud.full_clean()
    assert world.loud.notified_addresses == ["a@desk.example", "b@intern", "c@d.example"]
