"""Nested carriers come out whole: every documented member, in order, in its type, down to the last level."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from crm.appointments.models import Appointment, Participant, Recurrence, Weekday
from crm.directory.models import (
    Business,
    Contact,
    ContactCategory,
    Country,
    Currency,
    Person,
    Position,
    Project,
    ProjectStatus,
    ProjectType,
    Sale,
    SaleType,
    UserGroup,
)
from crm.tickets.models import (
    Badge,
    CategoryFlag,
    EscalateEvent,
    EscalationLevel,
    PriorityFlag,
    SecurityLevel,
    Ticket,
    TicketCategory,
    TicketMessage,
    TicketMessageHeader,
    TicketPriority,
    TicketType,
)
from tests.calls import cast
from tests.calls.callers import Api
from tests.calls.documented import lacks

NINE, FIVE = datetime.time(9), datetime.time(17, 30)
TICKET, APPOINTMENT = "/api/v1/Ticket", "/api/v1/Appointment"


@pytest.fixture
def rich(api: Api) -> Api:
    """Every list row and every person of the cast with something in every column that a carrier shows."""
    norway, chief = Country.objects.create(name="Norway"), Position.objects.create(name="Chief")
    Contact.objects.filter(pk=cast.CONTACT).update(
        country=norway,
        associate=360,
        business=Business.objects.create(name="IT"),
        category=ContactCategory.objects.create(name="Customer"),
        street="Kaia 1",
        zip_code="0150",
        city="Oslo",
        latitude=59.9,
    )
    Person.objects.filter(pk=cast.PERSON).update(
        position=chief,
        country=norway,
        associate=360,
        support_associate=851,
        ticket_priority=cast.TICKET_PRIORITY,
    )
    Project.objects.filter(pk=cast.PROJECT).update(
        type=ProjectType.objects.create(name="Inside"),
        status=ProjectStatus.objects.create(name="Planned"),
        associate=360,
        start_date=cast.AT,
        publish_to=cast.AT,
    )
    Sale.objects.filter(pk=cast.SALE).update(
        currency=Currency.objects.create(name="NOK"),
        sale_type=SaleType.objects.create(name="Licences"),
        contact=cast.CONTACT,
        person=cast.PERSON,
        project=cast.PROJECT,
        amount=1234.5,
        probability=40,
        sale_date=cast.AT,
    )
    _fill_lists()
    return api


def _fill_lists() -> None:
    priority = TicketPriority.objects.get(pk=cast.TICKET_PRIORITY)
    priority.flags = PriorityFlag.EXTERNAL | PriorityFlag.DEFAULT | PriorityFlag.ALERT_SCHEDULE
    priority.mon_start, priority.mon_stop = NINE, FIVE
    priority.ticket_read, priority.ticket_closed = EscalateEvent.CONTINUE, EscalateEvent.STOP
    priority.non_dates = ["2026-01-01", "2026-12-25"]
    priority.save()
    EscalationLevel.objects.create(
        priority=priority, level=1, timeout=60, delegate_to_id=360, email_to="a@b.example"
    )
    TicketCategory.objects.filter(pk=cast.CATEGORY).update(
        parent=cast.OTHER_CATEGORY,
        flags=CategoryFlag.NOTIFY_MEMBERS | CategoryFlag.LIST_IN_MAIN,
        category_master=851,
        default_ticket_status=cast.WAITING,
        default_message_status=cast.ACTIVE,
        custom_fields={"x_a": "1"},
    )
    kind = TicketType.objects.get(pk=cast.TICKET_TYPE)
    kind.default_status_id, kind.default_priority_id = cast.WAITING, cast.TICKET_PRIORITY
    kind.save()
    kind.visible_for_groups.set(UserGroup.objects.all())


def _nulls(value: Any, path: str = "$") -> list[str]:
    """Where a carrier has nothing at all."""
    if value is None:
        return [path]
    if isinstance(value, dict):
        return [null for name, inner in value.items() for null in _nulls(inner, f"{path}.{name}")]
    return [null for inner in value for null in _nulls(inner, f"{path}[]")] if isinstance(value, list) else []


def test_a_ticket_with_everything_is_whole(rich: Api) -> None:
    made = rich.post(
        TICKET,
        {
            "Category": cast.CATEGORY, "OwnedBy": 360, "Person": cast.PERSON, "Sale": cast.SALE,
            "Project": cast.PROJECT, "TicketType": cast.TICKET_TYPE, "SuggestedCategoryId": cast.OTHER_CATEGORY,
            "Tags": [cast.TAG], "SecondaryPersons": [cast.PARTICIPANT, cast.PERSON],
        },
    )  # fmt: skip
    message = TicketMessage.objects.create(
        ticket_id=made["TicketId"], created_at=cast.AT, changed_at=cast.AT, created_by_id=360, author="jpe0",
        person_id=cast.PERSON, slevel=SecurityLevel.EXTERNAL, badge=Badge.INCOMING, email_header="Subject: x",
    )  # fmt: skip
    item = TicketMessageHeader.StandardItem
    TicketMessageHeader.objects.bulk_create(
        [
            TicketMessageHeader(message=message, name=str(value.label), value="v", std_item=value)
            for value in item
        ]
    )
    found = rich.get(f"{TICKET}/{made['TicketId']}")
    assert lacks("TicketEntity", found) == []
    sent = {cast.PARTICIPANT, cast.PERSON}
    assert [one["PersonId"] for one in found["SecondaryPersons"]] == sorted(sent)
    assert len(found["Messages"][0]["MessageHeaders"]) == len(item)
    assert {path for path in _nulls(found) if not path.endswith(".TableRight")} == {"$.FormSubmission"}


def test_the_lists_behind_a_ticket_say_what_their_rows_say(rich: Api) -> None:
    found = rich.post(TICKET, {"Category": cast.CATEGORY, "TicketType": cast.TICKET_TYPE})
    category, priority, kind = found["Category"], found["Priority"], found["TicketType"]
    assert category["Flags"] == "ListInMain, NotifyMembers"
    assert (category["ParentId"], category["CategoryMaster"]) == (cast.OTHER_CATEGORY, 851)
    assert category["DefaultTicketStatus"]["TicketStatusId"] == cast.WAITING
    assert found["Status"]["TicketStatusId"] == cast.WAITING, "the type's default"
    assert priority["Flags"] == "External, Default, AlertSchedule"
    assert priority["NonDates"] == ["2026-01-01T00:00:00", "2026-12-25T00:00:00"]
    assert priority["MonStart"].endswith("T09:00:00")
    assert (priority["TicketRead"], priority["TicketNew"]) == ("Continue", "None")
    assert [level["DelegateTo"] for level in priority["EscalationLevels"]] == [360]
    assert kind["VisibleForGroups"] == [cast.GROUP]
    assert rich.post(TICKET, {"Category": cast.OTHER_CATEGORY})["Category"]["ParentId"] == -1


def test_the_people_behind_a_ticket_say_what_their_rows_say(rich: Api) -> None:
    found = rich.post(TICKET, {"Person": cast.PERSON, "Sale": cast.SALE, "Project": cast.PROJECT})
    person, sale, project = found["Person"], found["Sale"], found["Project"]
    assert (person["FullName"], person["Position"], person["ContactName"]) == (
        "Bobbie Blanda",
        "Chief",
        "Zemlak Group",
    )
    assert (person["AssociateId"], person["SupportAssociateId"], person["Retired"]) == (360, 851, 0)
    assert (sale["Amount"], sale["WeightedAmount"], sale["Currency"], sale["Status"]) == (
        1234.5,
        493.8,
        "NOK",
        "Open",
    )
    assert (project["Type"], project["Status"], project["AssociateId"]) == ("Inside", "Planned", 360)


def test_an_appointment_with_everything_is_whole(rich: Api) -> None:
    weekdays = Weekday.MONDAY | Weekday.FRIDAY
    body = {
        "Contact": cast.CONTACT, "Person": cast.PERSON, "InvitedPerson": cast.PARTICIPANT, "MotherId": cast.MOTHER,
        "Priority": cast.PRIORITY, "Project": cast.PROJECT, "Sale": cast.SALE, "Task": cast.TASK, "AssignedBy": 851,
        "Links": [{"EntityName": "sale", "Id": cast.SALE}, {"EntityName": "appointment", "Id": cast.MOTHER}],
        "Participants": [{"AssociateId": 851, "PersonId": cast.PARTICIPANT, "InvitationStatus": "Declined"}],
        "VisibleFor": [{"Visibility": "Group", "VisibleId": cast.GROUP}, {"Visibility": "Associate", "VisibleId": 360}],
        "Recurrence": {
            "IsRecurrence": True, "Pattern": "Weekly", "WeekPattern": {"Cycle": 2, "Weekdays": "Monday, Friday"},
            "MonthPattern": {"Cycle": 1, "Weekday": "Sunday", "WeekOfMonth": "Last", "Pattern": "WeekdayOfMonth"},
            "YearPattern": {"Cycle": 2, "Day": 29, "Pattern": "DayOfMonth"}, "DayPattern": {"Pattern": "EveryWorkday"},
            "Dates": [{"Date": "2026-03-02T09:00:00Z", "IsConflict": True, "Description": "d", "Tooltip": "t"}],
        },
    }  # fmt: skip
    made = rich.post(APPOINTMENT, body)
    found = rich.get(f"{APPOINTMENT}/{made['AppointmentId']}")
    assert lacks("AppointmentEntity", found) == []
    nulls = {path for path in _nulls(found) if not path.endswith(".TableRight")}
    assert nulls == {"$.PreferredTZLocationData", "$.Contact.Address.Postal"}
    assert Recurrence.objects.get().weekdays == weekdays
    assert found["Recurrence"]["WeekPattern"] == {"Cycle": 2, "Weekdays": "Monday, Friday"}
    assert found["Recurrence"]["Dates"][0]["Date"] == "2026-03-02T09:00:00"
    assert [link["EntityName"] for link in found["Links"]] == ["sale", "appointment"]
    assert [(row["Visibility"], row["VisibleId"]) for row in found["VisibleFor"]] == [
        ("Group", cast.GROUP),
        ("Associate", 360),
    ]
    assert found["Contact"]["Address"]["Street"]["City"] == "Oslo"


def test_who_an_entry_is_visible_for_decides_how_private_it_is(rich: Api) -> None:
    for visible, private in (("All", "Public"), ("Associate", "PrivateUser"), ("Group", "PrivateGroup")):
        entry = {"Visibility": visible, "VisibleId": {"Associate": 360, "Group": cast.GROUP}.get(visible, 0)}
        assert rich.post(APPOINTMENT, {"VisibleFor": [entry]})["Private"] == private
        found = rich.post(APPOINTMENT, {"Private": private})
        assert ([row["Visibility"] for row in found["VisibleFor"]], found["Private"]) == ([visible], private)


def test_conflicts_are_those_of_the_owner(rich: Api) -> None:
    def overlaps(start: str, end: str, **values: Any) -> Any:
        body = {"StartDate": f"2030-05-06T{start}:00Z", "EndDate": f"2030-05-06T{end}:00Z", **values}
        return rich.post(APPOINTMENT, body)["HasConflict"]

    assert overlaps("10:00", "11:00") is False
    assert overlaps("11:00", "12:00") is False, "they only touch"
    assert overlaps("09:00", "10:00") is False, "they only touch on the other side"
    assert overlaps("10:30", "10:45") is True
    assert overlaps("10:30", "10:45", Associate=360) is False
    assert overlaps("10:30", "10:45", IsFree=True) is False
    assert overlaps("12:30", "13:00", LeadTime="01:00:00") is True, "the way there counts"


def test_rows_stay_few_however_often_an_entry_is_saved(rich: Api) -> None:
    body = {"Participants": [{"AssociateId": 851}], "Recurrence": {"IsRecurrence": True}}
    made = rich.post(APPOINTMENT, body)
    path = f"{APPOINTMENT}/{made['AppointmentId']}"
    for _ in range(3):
        made = rich.put(path, json.loads(json.dumps(made)))
    assert (Participant.objects.count(), Recurrence.objects.count()) == (1, 1)
    assert Appointment.objects.count() == 2
    assert Ticket.objects.count() == 1
