"""The demo world: the same each time, consistent, and silent."""

import datetime
import re

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group, User
from django.db.models import Count, F, Max, Model, Q, Sum

from crm.appointments.models import Appointment
from crm.directory.models import Associate, Contact, Person, UserType
from crm.directory.seeds import DEMO_SIGN_INS
from crm.directory.seeds.accounts import code_names, salt_of
from crm.tickets.models import (
    BaseStatus,
    CategoryFlag,
    Ticket,
    TicketCategory,
    TicketMessage,
    TicketPriority,
    TicketStatus,
    TimeCounter,
)
from crm.workflows.models import WorkflowEvent
from tests.callers import Api
from tests.seeds.conftest import seed
from tests.seeds.dump import dump

pytestmark = pytest.mark.django_db


def test_seeding_twice_gives_the_same_rows(world: datetime.datetime) -> None:
    before = dump()
    seed()
    assert dump() == before


def test_what_a_person_changed_stays_changed(world: datetime.datetime) -> None:
    Ticket.objects.filter(pk=786).update(title="Not on fire after all")
    User.objects.filter(username="jpe0").update(password="!", is_active=False)
    seed()
    assert Ticket.objects.get(pk=786).title == "Not on fire after all"
    assert not User.objects.get(username="jpe0").is_active


def test_a_renamed_account_is_not_made_a_second_time(world: datetime.datetime) -> None:
    User.objects.filter(username="tje0").update(username="tove")
    seed()
    assert not User.objects.filter(username="tje0").exists()


def test_what_was_taken_out_of_a_ticket_does_not_come_back(world: datetime.datetime) -> None:
    ticket = Ticket.objects.get(pk=786)
    ticket.messages.all().delete()
    ticket.tags.clear()
    seed()
    assert not ticket.messages.exists()
    assert not ticket.tags.exists()


def test_a_deleted_ticket_comes_back_as_it_was(world: datetime.datetime) -> None:
    before = dump()
    Ticket.objects.get(pk=10467).delete()
    seed()
    assert dump() == before


def test_the_counters_of_a_ticket_are_those_of_its_messages(world: datetime.datetime) -> None:
    counted = Ticket.objects.annotate(
        said=Count("messages"),
        answered=Count("messages", filter=Q(messages__slevel=2, messages__created_by__isnull=False)),
        attached=Count("messages", filter=Q(messages__num_attachments__gt=0)),
        worked=Sum("messages__time_spent"),
    )
    wrong = counted.exclude(
        Q(num_messages=F("said"), num_replies=F("answered"), time_spent=F("worked"))
        & (Q(has_attachment=False, attached=0) | Q(has_attachment=True, attached__gt=0))
    )
    assert list(wrong) == []
    assert {1, 2, 3, 4, 5} <= set(Ticket.objects.values_list("num_messages", flat=True))


def test_a_ticket_stands_on_the_base_of_its_status(world: datetime.datetime) -> None:
    assert not Ticket.objects.exclude(base_status=F("status__base")).exists()
    assert set(Ticket.objects.values_list("base_status", flat=True)) == set(BaseStatus) - {BaseStatus.UNKNOWN}


def test_each_base_status_has_exactly_one_default(world: datetime.datetime) -> None:
    defaults = TicketStatus.objects.filter(is_default=True).values_list("base", flat=True)
    assert sorted(defaults) == sorted(set(BaseStatus) - {BaseStatus.UNKNOWN})
    assert TicketStatus.objects.get(name="Waiting for customer").time_counter == TimeCounter.EXTERNALLY


def test_nothing_has_happened_that_is_still_to_come(world: datetime.datetime) -> None:
    past = ("created_at", "last_changed", "closed_at", "replied_at", "read_by_owner", "first_read_by_user")
    late = Q(*[(f"{name}__gt", world) for name in past], _connector=Q.OR)
    assert not Ticket.objects.filter(late).exists()
    assert not TicketMessage.objects.filter(created_at__gt=world).exists()
    assert not WorkflowEvent.objects.filter(received_at__gt=world).exists()
    assert not Ticket.objects.filter(base_status=BaseStatus.POSTPONED).exclude(activate__gt=world).exists()
    assert not Ticket.objects.filter(alert_timeout__lte=world).exists()


def test_a_read_state_follows_from_who_wrote_last(world: datetime.datetime) -> None:
    red, yellow, green = (Ticket.objects.filter(read_status=state) for state in (3, 2, 1))
    assert red.exists()
    assert not red.exclude(read_by_owner=None).exists()
    assert not green.filter(read_by_owner__lt=F("created_at")).exists()
    news = yellow.annotate(newest=Max("messages__created_at"))
    assert news.exists()
    assert not news.filter(newest__lte=F("read_by_owner")).exists()
    assert not Ticket.objects.filter(owner=None).exclude(read_status=3).exists()


def test_closed_tickets_and_no_others_know_when_they_were_closed(world: datetime.datetime) -> None:
    closed = Ticket.objects.filter(base_status=BaseStatus.CLOSED)
    assert closed.count() >= 15
    assert not closed.filter(closed_at=None).exists()
    assert not closed.filter(real_time_to_close__lt=F("time_to_close")).exists()
    assert not Ticket.objects.exclude(base_status=BaseStatus.CLOSED).exclude(closed_at=None).exists()


def test_the_desk_of_the_administrator_has_something_in_every_view(world: datetime.datetime) -> None:
    active = Ticket.objects.open()
    mine = active.filter(owner__name="tje0")
    assert mine.count() >= 10
    assert mine.filter(deadline__lt=world).exists()
    assert mine.filter(deadline__gt=world, deadline__lt=world + datetime.timedelta(hours=2)).count() >= 3
    assert active.filter(owner=None).count() >= 5
    assert active.filter(alert_level__gt=0).count() >= 3
    assert active.filter(status__time_counter=TimeCounter.EXTERNALLY).count() >= 3
    assert Ticket.objects.filter(closed_at__gte=world - datetime.timedelta(hours=6)).count() >= 3


def test_subjects_are_of_every_kind_that_a_desk_meets(world: datetime.datetime) -> None:
    titles = list(Ticket.objects.values_list("title", flat=True))
    assert "" in titles
    assert max(map(len, titles)) > 200
    for kind in (
        "[\u0590-\u05ff]",
        "[\u0600-\u06ff]",
        "[\u0900-\u097f]",
        "[\uac00-\ud7a3]",
        "\U0001f5a8",
        "<b>",
    ):
        assert any(re.search(kind, title) for title in titles), kind


def test_the_tree_of_categories_knows_its_paths(world: datetime.datetime) -> None:
    for category in TicketCategory.objects.select_related("parent"):
        above = f"{category.parent.fullname}/" if category.parent else ""
        assert category.fullname == above + category.name
        assert category.external_name or category.flags & CategoryFlag.INTERNAL
    flags = list(TicketCategory.objects.values_list("flags", flat=True))
    assert any(flag & CategoryFlag.NOTIFY_MEMBERS for flag in flags)
    assert any(flag & CategoryFlag.MEMBERS_ONLY for flag in flags)
    assert TicketCategory.objects.exclude(notification_email="").exists()


def test_one_priority_is_the_default_and_one_escalates(world: datetime.datetime) -> None:
    assert [priority.name for priority in TicketPriority.objects.all() if priority.flags & 2] == ["Normal"]
    high = TicketPriority.objects.get(name="High")
    assert [level.level for level in high.escalation_levels.order_by("level")] == [1, 2]
    assert (high.mon_start, high.fri_stop, high.sat_start) == (datetime.time(9), datetime.time(17), None)


def test_every_demo_user_signs_in_as_printed(world: datetime.datetime) -> None:
    for name, password, _what in DEMO_SIGN_INS:
        assert User.objects.get(username=name).check_password(password), name
    assert ("tje0", "Tje0") in {(name, password) for name, password, _ in DEMO_SIGN_INS}
    tje0 = Associate.objects.get(name="tje0")
    assert tje0.is_administrator
    assert tje0.user is not None
    assert tje0.user.is_staff
    assert not Associate.objects.filter(is_demo=False).exists()


def test_the_hash_of_a_demo_password_fits_its_column_and_is_kept_at_sign_in() -> None:
    hasher = PBKDF2PasswordHasher()
    encoded = hasher.encode("Tje0", salt_of("tje0"), iterations=hasher.iterations)
    assert len(encoded) <= 128
    assert not hasher.must_update(encoded)


def test_an_agent_may_work_and_a_reader_may_only_look(world: datetime.datetime) -> None:
    agent, reader = (Associate.objects.get(name=name) for name in ("jpe0", "nok0"))
    assert agent.may("change", Ticket)
    assert agent.may("add", Appointment)
    assert not agent.may("delete", Ticket)
    assert not agent.may("change", TicketStatus)
    assert reader.may("view", Ticket)
    assert not reader.may("change", Ticket)
    for group in Group.objects.all():
        assert set(group.permissions.values_list("codename", flat=True)) == code_names(group.name)


def test_there_is_a_room_without_an_account_and_a_customer_with_one(world: datetime.datetime) -> None:
    room = Associate.objects.get(type=UserType.RESOURCE_ASSOCIATE)
    assert room.user is None
    customer = Associate.objects.get(type=UserType.EXTERNAL_ASSOCIATE)
    assert customer.user is not None
    assert not customer.user.is_staff
    concerned = Q(person=customer.person_id) | Q(secondary_persons=customer.person_id)
    theirs = set(Ticket.objects.filter(concerned, slevel=2).values_list("pk", flat=True))
    assert 0 < len(theirs) < Ticket.objects.count()
    api = Api(customer)
    assert {row["PrimaryKey"] for row in api.get("Ticket")["value"]} == {str(key) for key in theirs}
    assert api.get(f"Ticket/{min(theirs)}")["TicketId"] == min(theirs)
    api.get(f"Ticket/{Ticket.objects.exclude(pk__in=theirs).earliest('pk').pk}", status=404)
    assert api.get("Ticket/default")["TicketId"] == 0
    api.get("Person", status=403)


@pytest.mark.parametrize("model", [Person, Contact, Associate, User])
def test_addresses_lead_nowhere(world: datetime.datetime, model: type[Model]) -> None:
    column = "email_address" if model is Contact else "email"
    reserved = re.compile(r"@([\w-]+\.)*(example|example\.(com|org|net))$")
    for address in model._default_manager.exclude(**{column: ""}).values_list(column, flat=True):
        assert reserved.search(address), address
