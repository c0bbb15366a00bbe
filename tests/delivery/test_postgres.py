"""What only a server can do: step over locked rows, and go away while a worker is at work."""

import pytest
from django.db import connection, connections

from crm.delivery.actions import claim_due
from crm.delivery.models import Delivery
from tests.delivery.desk import Desk, until
from tests.delivery.plans import LEASE, NOON, PLAIN, note
from tests.delivery.post_office import PostOffice
from tests.delivery.test_processes import all_over, letter

pytestmark = pytest.mark.postgres


def end_all_other_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        (ended,) = cursor.fetchone()
        return int(ended)


def test_a_row_that_another_worker_is_claiming_is_stepped_over(desk: Desk) -> None:
    desk.plan(note(1), note(2))
    other = connections.create_connection("default")
    other.settings_dict = connection.settings_dict
    other.set_autocommit(autocommit=False)
    with other.cursor() as cursor:
        cursor.execute("SELECT id FROM crm_delivery WHERE subject_id = 1 FOR UPDATE")
        with connection.cursor() as impatient:
            impatient.execute("SET lock_timeout = '2s'")
        claims = claim_due(10, LEASE, NOON, policy=PLAIN)
    other.rollback()
    other.close()
    assert [claim.delivery.subject_id for claim in claims] == [2]


def let_nobody_in(*, closed: bool) -> None:
    """Shuts the database to new connections, or opens it again."""
    with connection._nodb_cursor() as cursor:  # the statement is not allowed from inside
        cursor.execute(
            f'ALTER DATABASE "{connection.settings_dict["NAME"]}" ALLOW_CONNECTIONS {str(not closed).lower()}'
        )


def test_a_worker_waits_for_a_database_that_is_gone_for_a_while(desk: Desk) -> None:
    with PostOffice() as office:
        worker = desk.hire(office.url)
        desk.plan(letter(1))
        until(all_over, "the first mail")
        let_nobody_in(closed=True)
        assert end_all_other_connections()
        until(lambda: worker.said("next look in 2 s"), "two looks for the database")
        let_nobody_in(closed=False)
        desk.plan(letter(2))
        until(all_over, "the second mail")
    assert office.recipients() == ["ann1@example.org", "ann2@example.org"]


def test_what_was_sent_while_the_database_went_away_is_recorded_and_not_sent_again(desk: Desk) -> None:
    desk.plan(letter(1), letter(2))
    with PostOffice() as office:
        office.hold_back()
        worker = desk.hire(office.url)
        assert office.holding.wait(60)
        assert end_all_other_connections()
        office.let_go()
        until(all_over, "both mails")
        assert worker.said("waiting to record")
    assert office.recipients() == ["ann1@example.org", "ann2@example.org"]
    assert not Delivery.objects.exclude(attempts=1, fence=1).exists()
