"""`manage.py seed --tickets`: the number asked for, consistent, all or nothing."""

import datetime
from collections.abc import Callable
from random import Random

import pytest
from django.core.management import CommandError
from django.db import connection, models, transaction
from django.db.models import Count, F, Max, Min, Q, Sum
from django.db.transaction import TransactionManagementError

from crm.delivery.models import Delivery
from crm.directory.models import Contact, Person
from crm.directory.seeds.indexes import taken_off
from crm.directory.seeds.loading import loader
from crm.tickets.models import BaseStatus, ReadStatus, Ticket, TicketMessage, TicketStatus
from crm.tickets.seeds.bulk import fill
from crm.tickets.seeds.bulk.case import Clock, Draw, make_case
from crm.tickets.seeds.bulk.choices import Choices
from tests.seeds.conftest import seed
from tests.seeds.dump import rows

pytestmark = pytest.mark.django_db

TABLES = [
    model._meta.db_table
    for model in (Ticket, TicketMessage, Ticket.tags.through, Ticket.secondary_persons.through)
]
MADE_UP = Q(pk__gt=10467)
MADE_UP_MESSAGE = Q(ticket__gt=10467)


class Quiet:
    """A progress bar that nobody sees."""

    def update(self, n: float = 1) -> None: ...

    def set_description(self, desc: str | None = None) -> None: ...


class InterruptedAt(Quiet):
    """Ctrl-C after so many batches."""

    def __init__(self, batches: int) -> None:
        self.batches = batches

    def update(self, n: float = 1) -> None:
        self.batches -= 1
        if not self.batches:
            raise KeyboardInterrupt


@pytest.fixture
def full(world: datetime.datetime) -> models.QuerySet[Ticket]:
    """The tickets that were made up to bring the world to five hundred."""
    fill(500, world, Quiet())
    return Ticket.objects.filter(MADE_UP)


def test_the_total_is_what_was_asked_for_and_the_same_number_again_adds_none(
    full: models.QuerySet[Ticket],
) -> None:
    assert Ticket.objects.count() == 500
    newest = Ticket.objects.aggregate(newest=Max("pk"))
    seed("--tickets", "500")
    assert Ticket.objects.aggregate(newest=Max("pk")) == newest
    seed("--tickets", "300")
    assert Ticket.objects.count() == 500
    assert Delivery.objects.count() == 0


def test_batches_change_nothing_but_the_memory_used(
    world: datetime.datetime, small_batches: Callable[[int], None]
) -> None:
    made = []
    for size in (1000, 7):
        small_batches(size)
        with transaction.atomic():
            fill(200, world, Quiet())
            made.append([without_keys(model) for model in (Ticket, TicketMessage, Person)])
            transaction.set_rollback(True)
    assert made[0] == made[1]


def without_keys(model: type[models.Model]) -> list[str]:
    """The columns that do not depend on what numbers the database had given out before."""
    columns = {"title", "body", "created_at", "author", "base_status", "mood", "email", "lastname"}
    return [str({name: row["fields"].get(name) for name in columns}) for row in rows(model)]


def test_the_counters_of_made_up_tickets_are_those_of_their_messages(full: models.QuerySet[Ticket]) -> None:
    counted = full.annotate(
        said=Count("messages"),
        answered=Count("messages", filter=Q(messages__slevel=2, messages__created_by__isnull=False)),
        worked=Sum("messages__time_spent"),
        first=Min("messages__created_at"),
        last=Max("messages__created_at"),
    )
    assert not counted.exclude(
        num_messages=F("said"), num_replies=F("answered"), time_spent=F("worked")
    ).exists()
    assert not counted.exclude(said=2, first=F("created_at"), last__lte=F("last_changed")).exists()
    answers = TicketMessage.objects.filter(MADE_UP_MESSAGE, slevel=2, created_by__isnull=False)
    assert not answers.exclude(ticket__replied_at=F("created_at")).exists()
    assert set(full.values_list("num_replies", flat=True)) == {0, 1}


def test_each_has_one_or_two_other_customers_and_two_tags(full: models.QuerySet[Ticket]) -> None:
    counted = full.annotate(
        others=Count("secondary_persons", distinct=True), marks=Count("tags", distinct=True)
    )
    assert set(counted.values_list("others", flat=True)) == {1, 2}
    assert set(counted.values_list("marks", flat=True)) == {2}
    assert not full.filter(secondary_persons=F("person")).exists()


def test_they_are_spread_over_owners_categories_statuses_and_three_years(
    full: models.QuerySet[Ticket], world: datetime.datetime
) -> None:
    assert not full.exclude(base_status=F("status__base")).exists()
    assert set(full.values_list("base_status", flat=True)) == set(BaseStatus) - {BaseStatus.UNKNOWN}
    assert full.values("owner").exclude(owner=None).distinct().count() == 7
    assert full.values("category").distinct().count() == 14
    assert full.values("person").distinct().count() > 80
    span = full.aggregate(oldest=Min("created_at"), newest=Max("last_changed"))
    assert span["oldest"] < world - datetime.timedelta(days=3 * 365 - 4)
    assert world - datetime.timedelta(days=4) < span["newest"] <= world


def test_nothing_happens_after_the_present_however_late_a_ticket_was_made(world: datetime.datetime) -> None:
    clock = Clock(int(world.timestamp()) // 60, 1000)
    choices = Choices(loader())
    for seed_of_one in range(300):
        case = make_case(choices, clock, 1, 999, Draw(Random(seed_of_one).getrandbits(256)))
        assert case.created <= case.again <= case.ended <= clock.now


def test_merged_ones_point_at_one_that_is_not_merged(full: models.QuerySet[Ticket]) -> None:
    merged = full.filter(base_status=BaseStatus.MERGED)
    assert merged.exists()
    assert not merged.filter(Q(connected_to=None) | Q(connected_to__base_status=BaseStatus.MERGED)).exists()
    assert not full.exclude(base_status=BaseStatus.MERGED).exclude(connected_to=None).exists()


def test_read_states_fit_the_times_of_reading(full: models.QuerySet[Ticket]) -> None:
    assert set(full.values_list("read_status", flat=True)) == {1, 2, 3}
    assert not full.filter(read_status=ReadStatus.RED).exclude(read_by_owner=None).exists()
    assert not full.filter(owner=None).exclude(read_status=ReadStatus.RED).exists()
    newest = full.annotate(newest=Max("messages__created_at"))
    assert not newest.filter(read_status=ReadStatus.GREEN).filter(read_by_owner__lt=F("newest")).exists()
    assert not newest.filter(read_status=ReadStatus.YELLOW).filter(read_by_owner__gt=F("newest")).exists()


def test_a_status_that_was_moved_to_another_base_is_used_with_that_base(world: datetime.datetime) -> None:
    Ticket.objects.filter(status__name="Waiting for customer").delete()
    TicketStatus.objects.filter(name="Waiting for customer").update(base=BaseStatus.POSTPONED)
    seed()
    fill(300, world, Quiet())
    assert Ticket.objects.filter(
        status__name="Waiting for customer", base_status=BaseStatus.POSTPONED
    ).exists()
    assert not Ticket.objects.exclude(base_status=F("status__base")).exists()


def test_people_grow_with_the_tickets(world: datetime.datetime) -> None:
    fill(4000, world, Quiet())
    assert Person.objects.count() == 200
    crowd = Person.objects.filter(pk__gt=2034)
    assert not crowd.filter(contact=None).exists()
    assert len(set(crowd.values_list("firstname", "lastname"))) > 140
    assert not crowd.filter(Q(firstname__regex="^[0-9]") | Q(lastname__regex="^[0-9]")).exists()
    assert len(set(crowd.values_list("email"))) == crowd.count()
    assert Contact.objects.count() > 24 + 30


@pytest.mark.parametrize("threshold", [1, 1_000_000], ids=["indexes made anew", "indexes kept"])
def test_an_interrupted_run_leaves_nothing_of_itself(
    world: datetime.datetime,
    small_batches: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
    threshold: int,
) -> None:
    small_batches(100)
    monkeypatch.setattr("crm.tickets.seeds.bulk.WITHOUT_INDEXES_FROM", threshold)
    before, counts = schema(), [model.objects.count() for model in (Ticket, TicketMessage, Person, Contact)]
    with pytest.raises(KeyboardInterrupt):
        fill(500, world, InterruptedAt(3))
    assert [model.objects.count() for model in (Ticket, TicketMessage, Person, Contact)] == counts
    assert schema() == before


def test_ctrl_c_is_answered_in_words(world: datetime.datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("crm.management.commands.seed.fill", interrupted)
    with pytest.raises(CommandError, match="none of the tickets in bulk were kept") as stopped:
        seed("--tickets", "500")
    assert stopped.value.returncode == 130


def test_a_large_run_puts_every_index_and_constraint_back(
    world: datetime.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crm.tickets.seeds.bulk.WITHOUT_INDEXES_FROM", 1)
    before = schema()
    fill(300, world, Quiet())
    assert schema() == before
    assert Ticket.objects.count() == 300


def test_indexes_are_really_off_while_rows_are_loaded(world: datetime.datetime) -> None:
    before = schema()
    with transaction.atomic(), taken_off(TABLES):
        assert not [name for name, text in schema() if "ticket_newest" in text]
        assert not [name for name, text in schema() if "FOREIGN KEY" in text]
        assert len(schema()) < len(before) / 2


def test_indexes_are_not_touched_outside_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "in_atomic_block", False)
    with pytest.raises(TransactionManagementError), taken_off(TABLES):
        pass


def schema() -> list[tuple[str, str]]:
    """Every index and constraint of the loaded tables, with its definition."""
    if connection.vendor == "sqlite":
        sql = "SELECT name, coalesce(sql, '') FROM sqlite_master WHERE type = 'index' AND tbl_name IN (%s, %s, %s, %s)"
    else:
        sql = """
            SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE contype <> 'n' AND conrelid::regclass::text IN (%s, %s, %s, %s)
            UNION SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
            WHERE indrelid::regclass::text IN (%s, %s, %s, %s)
        """
    with connection.cursor() as cursor:
        cursor.execute(sql, TABLES * (sql.count("%s") // 4))
        return sorted(cursor.fetchall())
