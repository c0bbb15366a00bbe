"""Office time: Monday to Friday, nine to five."""

import datetime

import pytest

from crm.tickets.seeds.clock import office_seconds, span


def unix(text: str) -> int:
    return int(datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC).timestamp())


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2025-01-10 16:00", "2025-01-13 10:30", 150),
        ("2025-01-10 18:00", "2025-01-12 22:00", 0),
        ("2025-01-06 07:00", "2025-01-08 20:00", 1440),
        ("2025-01-10 16:00", "2025-01-10 17:00", 60),
        ("2025-01-11 12:00", "2025-01-13 10:00", 60),
        ("2025-01-10 08:00", "2025-01-10 17:00", 480),
    ],
)
def test_only_open_hours_count(start: str, end: str, minutes: int) -> None:
    assert office_seconds(unix(start), unix(end)) == minutes * 60


@pytest.mark.parametrize(
    ("text", "length"),
    [("40m", {"minutes": 40}), ("3d 4h", {"days": 3, "hours": 4}), ("-90m", {"minutes": -90}), ("0m", {})],
)
def test_a_span_is_read_as_it_is_written(text: str, length: dict[str, int]) -> None:
    assert span(text) == datetime.timedelta(**length)
