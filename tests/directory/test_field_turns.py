"""Values that are written while the type of their field is being published: they are kept, whoever comes first."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection, transaction

from crm.directory.actions import new_contact, publish_fields, save_contact, save_field
from crm.directory.models import Contact, CustomField, FieldOwner, FieldType
from crm.directory.models.layout import layout_of
from crm.wire import lists
from tests.concurrency import PATIENCE
from tests.delivery.desk import until
from tests.directory.fieldwork import publish
from tests.world import World, again, build

KEY = "SuperOffice:1"


def change(world: World, kind: FieldType) -> None:
    """Gives the field of companies another type."""
    (field,) = CustomField.objects.working(FieldOwner.CONTACT)
    save_field(field, {"type": kind}, by=world.tove)
    publish_fields(FieldOwner.CONTACT, by=world.tove)


def company(world: World, *, is_new: bool) -> Contact:
    return new_contact(by=world.tove) if is_new else world.lab


def write(world: World, row: Contact, text: str) -> Contact:
    values: dict[str, Any] = {"custom_fields": {KEY: text}}
    return save_contact(row, {"name": "Lab", **values}, by=world.tove)


@pytest.mark.django_db
@pytest.mark.parametrize("is_new", [True, False])
def test_a_value_is_stored_by_the_layout_that_holds_not_by_the_one_remembered(
    world: World, is_new: bool
) -> None:
    publish(world, FieldOwner.CONTACT, {"label": "Seats", "type": FieldType.NUMBER})
    stamp = lists.ListStamp.objects.get().stamp
    lists.begin(stamp)
    assert layout_of(FieldOwner.CONTACT) is not None
    change(world, FieldType.SHORT_TEXT)
    lists.begin(stamp)  # as in a process that did not publish, for a request that had begun
    row = write(world, company(world, is_new=is_new), "5")
    assert again(row).field_values == {"t1": "5"}


@pytest.mark.django_db
def test_a_value_of_a_field_that_is_gone_meanwhile_is_the_clients_own(world: World) -> None:
    publish(world, FieldOwner.CONTACT, {"label": "Seats", "type": FieldType.NUMBER})
    stamp = lists.ListStamp.objects.get().stamp
    lists.begin(stamp)
    assert layout_of(FieldOwner.CONTACT) is not None
    CustomField.objects.working(FieldOwner.CONTACT).get().delete()
    publish_fields(FieldOwner.CONTACT, by=world.tove)
    lists.begin(stamp)
    row = again(write(world, world.lab, "5"))
    assert (row.custom_fields, row.field_values) == ({KEY: "5"}, None)


@pytest.mark.django_db
def test_a_row_without_a_value_of_a_field_is_saved_without_another_statement(
    world: World, django_assert_num_queries: Any
) -> None:
    publish(world, FieldOwner.CONTACT, {"label": "Seats", "type": FieldType.NUMBER})
    lists.begin(lists.ListStamp.objects.get().stamp)
    save_contact(world.lab, {"name": "Lab"}, by=world.tove)  # what is remembered is there from here on
    with connection.execute_wrapper(refusing_the_stamp):
        save_contact(world.lab, {"name": "Laboratory"}, by=world.tove)
        with pytest.raises(AssertionError, match="stamp"):
            write(world, world.lab, "5")


def refusing_the_stamp(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    assert "crm_liststamp" not in sql, "the stamp is asked for"
    return execute(sql, params, many, context)


@pytest.mark.django_db
def test_a_value_of_an_earlier_type_does_not_come_back(world: World) -> None:
    publish(world, FieldOwner.CONTACT, {"label": "Seats", "type": FieldType.SHORT_TEXT})
    Contact.objects.filter(pk=world.lab.pk).update(field_values={"i1": 3, "t1": "5", "t2": "x"})
    change(world, FieldType.DECIMAL)
    assert again(world.lab).field_values == {"f1": 5.0, "t2": "x"}
    Contact.objects.filter(pk=world.lab.pk).update(field_values={"i1": 3})
    change(world, FieldType.NUMBER)
    assert again(world.lab).field_values == {}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_new", [True, False])
def test_who_publishes_waits_for_those_who_are_writing_and_moves_their_values(is_new: bool) -> None:
    world = build()
    publish(world, FieldOwner.CONTACT, {"label": "Seats", "type": FieldType.NUMBER})
    publisher = threading.Thread(target=lambda: publishing(world), daemon=True)
    with transaction.atomic():
        row = write(world, company(world, is_new=is_new), "5")
        publisher.start()
        until(lambda: is_waited_for() or not publisher.is_alive(), "somebody who waits")
    publisher.join(PATIENCE)
    assert again(row).field_values == {"t1": "5"}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_new", [True, False])
def test_who_writes_waits_for_who_is_publishing_and_writes_by_the_new_layout(is_new: bool) -> None:
    world = build()
    publish(world, FieldOwner.CONTACT, {"label": "Seats", "type": FieldType.NUMBER})
    stamp, written = lists.ListStamp.objects.get().stamp, []

    def writing() -> None:
        try:
            lists.begin(stamp)
            written.append(write(world, company(world, is_new=is_new), "5"))
        finally:
            connection.close()

    writer = threading.Thread(target=writing, daemon=True)
    with transaction.atomic():
        change(world, FieldType.SHORT_TEXT)
        writer.start()
        until(lambda: is_waited_for() or not writer.is_alive(), "somebody who waits")
    writer.join(PATIENCE)
    assert [again(row).field_values for row in written] == [{"t1": "5"}]


def publishing(world: World) -> None:
    try:
        change(world, FieldType.SHORT_TEXT)
    finally:
        connection.close()


def is_waited_for() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE datname = current_database() AND NOT granted"
        )
        return bool(cursor.fetchone()[0])
