"""What a role gives and takes: rows by whose they are, tickets by the rights on requests, administration."""

from __future__ import annotations

import importlib
from itertools import chain, combinations, product
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError

from crm.directory.actions import save_role, save_user
from crm.directory.models import Associate, Function, Relation, Role, RoleType, Sale, UserType
from crm.directory.models.role import ADMINISTRATOR_ROLE, AGENT_ROLE, CUSTOMER_ROLE, READER_ROLE, Rights
from crm.directory.seeds.roles import roles
from crm.tickets.models import CategoryMembership, Ticket
from tests.callers import Api
from tests.world import NOON, World, again, plant

pytestmark = pytest.mark.django_db
SIX = list(Relation)[:6]
READ, EDIT = 1, 2
LEVELS: dict[str, tuple[Function, Function]] = {
    "list": (Function.LIST_OWN, Function.LIST_ALL),
    "read": (Function.READ_OWN, Function.READ_ALL),
    "edit": (Function.EDIT_OWN, Function.EDIT_ALL),
}


def with_rights(who: Associate, data: dict[str, dict[str, int]], *functions: Function) -> Associate:
    """The user, as if their role gave these rights."""
    who.__dict__["known_rights"] = Rights(frozenset(functions), data)
    return who


@pytest.fixture
def owners(world: World) -> dict[str, Associate | None]:
    """Somebody in each relation to Ada, whose group is the desk and who helps in the field."""
    world.ada.other_groups.add(world.field)
    (nobody,) = plant(Associate(name="web", type=UserType.ANONYMOUS_ASSOCIATE))
    found: dict[str, Associate | None] = dict(
        zip(SIX, (world.ada, world.tove, world.bo, world.nils, world.cleo, nobody), strict=True)
    )
    return {**found, "nobody": None}


def test_a_row_is_reached_by_the_relation_of_its_owner_and_by_no_other(
    world: World, owners: dict[str, Associate | None]
) -> None:
    Sale.objects.all().delete()
    rows = plant(*[Sale(title=relation, associate=owner) for relation, owner in owners.items()])
    assert len(rows) == 7
    for allowed in chain.from_iterable(combinations(SIX, size) for size in range(7)):
        ada = with_rights(world.ada, {"sale": {str(relation): READ for relation in allowed}})
        expected = {*allowed} | ({"nobody"} if Relation.OTHER_ASSOCIATES in allowed else set())
        assert {sale.title for sale in Sale.objects.visible_to(ada)} == expected
        ada = with_rights(world.ada, {"sale": {str(relation): EDIT for relation in allowed}})
        assert {sale.title for sale in Sale.objects.changeable_by(ada)} == expected


def test_without_a_group_nobody_is_of_the_same_group(world: World) -> None:
    Sale.objects.all().delete()
    plant(Sale(title="one", associate=world.bo), Sale(title="two", associate=world.nils))
    nils = with_rights(world.nils, {"sale": {"PrimaryGroup": READ}})
    assert not Sale.objects.visible_to(nils).exists()


@pytest.fixture
def crowd(world: World) -> list[Ticket]:
    """Tickets by category and owner; Bo belongs to Loud alone, and Secret is for members only."""
    kinds = product((None, world.support, world.secret, world.loud), (None, world.bo, world.tove))
    common = {"created_at": NOON, "last_changed": NOON, "status": world.open}
    Ticket.objects.all().delete()
    return list(plant(*[Ticket(category=category, owner=owner, **common) for category, owner in kinds]))


def functions_of(levels: dict[str, int], *, service: bool) -> list[Function]:
    chosen = [LEVELS[verb][level - 1] for verb, level in levels.items() if level]
    return [*chosen, *([Function.SERVICE] if service else [])]


def may(
    ticket: Ticket, who: Associate, levels: dict[str, int], *verbs: str, service: bool, mask: int
) -> bool:
    """The rules of the field in plain words."""
    own = ticket.owner_id == who.pk
    member = CategoryMembership.objects.filter(category=ticket.category_id, associate=who).exists()
    hidden = ticket.category is not None and ticket.category.name == "Secret" and not member and not service
    sees = own or (
        not hidden
        and (ticket.owner_id is None or bool(mask & READ))
        and all(levels[verb] == 2 or (levels[verb] == 1 and member) for verb in verbs if verb != "edit")
    )
    if "edit" not in verbs:
        return sees
    reached = ticket.owner_id is None or bool(mask & EDIT)
    return sees and reached and (levels["edit"] == 2 or (levels["edit"] == 1 and (member or own)))


def test_tickets_are_listed_read_and_edited_as_the_rights_on_requests_say(
    world: World, crowd: list[Ticket]
) -> None:
    everyone = dict.fromkeys(map(str, SIX), 15)
    for *each, service, mask in product(range(3), range(3), range(3), (False, True), (0, READ, READ | EDIT)):
        levels = dict(zip(LEVELS, each, strict=True))
        if levels["list"] < levels["read"] or (levels["edit"] == 0 and service):
            continue  # as good as another case
        data = {"ticket": everyone | {"OtherAssociates": mask, "PrimaryGroup": mask, "MyOwn": 15}}
        bo = with_rights(world.bo, data, *functions_of(levels, service=service))
        seen = Ticket.objects.visible_to(bo)
        found = {
            ("list",): {*Ticket.objects.listed_to(bo).values_list("pk", flat=True)},
            ("list", "read"): {*seen.values_list("pk", flat=True)},
            ("list", "read", "edit"): {*seen.filter(pk__in=Ticket.objects.changeable_by(bo)).values_list("pk", flat=True)},
        }  # fmt: skip
        for verbs, keys in found.items():
            expected = {
                ticket.pk
                for ticket in crowd
                if may(
                    ticket, bo, levels, *verbs, service=service, mask=15 if ticket.owner_id == bo.pk else mask
                )
            }
            assert keys == expected, (levels, service, mask, verbs)


def test_a_role_that_closes_nothing_asks_what_was_asked_before_there_were_roles(world: World) -> None:
    assert world.ada.shape() == ("colleague", False)
    assert world.cleo.shape() == ("customer", True)
    assert not Sale.objects.visible_to(world.ada).query.where
    assert "crm_associate" not in str(Ticket.objects.visible_to(world.ada).query)
    assert Ticket.objects.limited_for(world.ada, "change") is None


def test_the_first_roles_are_those_of_the_migration_and_change_nothing(world: World) -> None:
    stored = {role.pk: (role.data_rights, role.functions, role.type) for role in Role.objects.all()}
    assert stored == {role.pk: (role.data_rights, role.functions, role.type) for role in roles()}
    Associate.objects.update(role_id=AGENT_ROLE)
    importlib.import_module("crm.migrations.0010_roles").give(apps, None)
    given = dict(Associate.objects.values_list("name", "role_id"))
    assert given == {
        "tje0": ADMINISTRATOR_ROLE,
        "cleo": CUSTOMER_ROLE,
        **dict.fromkeys(("ada", "bo", "nils", "rolf"), AGENT_ROLE),
    }


def test_a_changed_role_counts_from_the_next_request_on(world: World) -> None:
    ada = Api(world.ada)
    before = ada.get("Sale?$select=heading")["value"]
    role = Role.objects.get(pk=AGENT_ROLE)
    save_role(role, {"data_rights": role.data_rights | {"sale": {"MyOwn": READ}}}, by=world.tove)
    after = ada.get("Sale?$select=heading")["value"]
    assert [{row["heading"] for row in rows} for rows in (before, after)] == [{"Deal", "Offer"}, {"Deal"}]
    ada.get(f"Sale/{world.offer.pk}", status=404)


def test_rights_that_there_are_not_are_refused(world: World) -> None:
    wrong: list[dict[str, Any]] = [
        {"functions": ["Everything"]},
        {"data_rights": {"ticket": {"Mine": 1}}},
        {"data_rights": {"order": {"MyOwn": 1}}},
        {"data_rights": {"ticket": {"MyOwn": 64}}},
        {"data_rights": {"ticket": {"MyOwn": True}}},
    ]
    for values in wrong:
        with pytest.raises(ValidationError) as refusal:
            save_role(Role(name="New"), values, by=world.tove)
        assert set(refusal.value.message_dict) == set(values)
    with pytest.raises(PermissionDenied):
        save_role(Role(name="New"), {}, by=world.ada)


def test_the_last_administrator_stays_one(world: World) -> None:
    role = Role.objects.get(pk=ADMINISTRATOR_ROLE)
    with pytest.raises(ValidationError, match="general administrator"):
        save_role(role, {"functions": [Function.LIST_ALL.value]}, by=world.tove)
    with pytest.raises(ValidationError, match="general administrator"):
        save_user(world.tove, {"role_id": AGENT_ROLE}, by=world.tove)
    assert again(world.tove).is_administrator
    assert save_user(world.bo, {"role_id": ADMINISTRATOR_ROLE}, by=world.tove).is_administrator
    assert not save_user(world.tove, {"role_id": AGENT_ROLE}, by=world.tove).is_administrator
    with pytest.raises(ValidationError, match="last one"):
        save_user(world.bo, {"role_id": AGENT_ROLE}, by=again(world.bo))


def test_a_role_that_somebody_has_is_not_retired(world: World) -> None:
    with pytest.raises(ValidationError) as refusal:
        save_role(Role.objects.get(pk=AGENT_ROLE), {"deleted": True}, by=world.tove)
    assert list(refusal.value.message_dict) == ["deleted"]
    save_role(Role.objects.get(pk=READER_ROLE), {"deleted": True}, by=world.tove)
    with pytest.raises(ValidationError) as refusal:
        save_user(world.ada, {"role_id": READER_ROLE}, by=world.tove)
    assert list(refusal.value.message_dict) == ["role"]


def test_new_users_are_given_the_role_of_their_kind(world: World) -> None:
    kinds = ((UserType.INTERNAL_ASSOCIATE, AGENT_ROLE), (UserType.EXTERNAL_ASSOCIATE, CUSTOMER_ROLE))
    for number, (kind, role) in enumerate(kinds):
        made = save_user(Associate(name=f"new{number}", type=kind), {}, by=world.tove)
        assert made.role_id == role
    role_of_customers = Role.objects.get(pk=CUSTOMER_ROLE)
    assert role_of_customers.type == RoleType.EXTERNAL_USER
