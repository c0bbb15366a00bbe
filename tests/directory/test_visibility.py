"""Who sees whom: colleagues everybody who is there, a customer themselves and their company."""

from __future__ import annotations

from typing import Any

import pytest

from crm.directory.models import Associate, Contact, Person, Project, Sale, UserType
from tests.world import World, plant

pytestmark = pytest.mark.django_db


def seen(model: Any, associate: Associate) -> set[Any]:
    return set(model.objects.visible_to(associate))


def test_colleagues_see_everybody_and_everything_that_is_not_deleted(world: World) -> None:
    plant(Person(lastname="Gone", deleted=True))
    plant(Contact(name="Gone", deleted=True))
    for colleague in world.colleagues:
        assert seen(Person, colleague) == {world.cleo_person, world.dan, world.erik}
        assert seen(Contact, colleague) == {world.ours, world.lab, world.yard}
        assert seen(Project, colleague) == {world.rollout, world.audit}
        assert seen(Sale, colleague) == {world.deal, world.offer}
        assert seen(Associate, colleague) == {*world.cast, world.rolf}


def test_a_customer_sees_themselves_and_their_company_and_no_business_of_ours(world: World) -> None:
    assert seen(Person, world.cleo) == {world.cleo_person}
    assert seen(Contact, world.cleo) == {world.lab}
    assert seen(Associate, world.cleo) == {world.cleo}
    assert seen(Project, world.cleo) == seen(Sale, world.cleo) == set()


def test_a_customer_whose_person_is_deleted_sees_nobody(world: World) -> None:
    Person.objects.filter(pk=world.cleo_person.pk).update(deleted=True)
    assert seen(Person, world.cleo) == set()


@pytest.mark.parametrize(
    ("type_", "internal"),
    [
        (UserType.INTERNAL_ASSOCIATE, True),
        (UserType.RESOURCE_ASSOCIATE, True),
        (UserType.SYSTEM_ASSOCIATE, True),
        (UserType.EXTERNAL_ASSOCIATE, False),
        (UserType.ANONYMOUS_ASSOCIATE, False),
        (UserType.UNKNOWN, False),
    ],
)
def test_customers_and_strangers_are_no_colleagues(type_: UserType, internal: bool) -> None:
    assert Associate(type=type_).is_internal is internal
