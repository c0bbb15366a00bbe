"""Charts drawn on the server: paired bars per day."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import formats

WIDTH, HEIGHT = 560, 180
LEFT, RIGHT, TOP, BOTTOM = 44, 4, 12, 28
LINES = 4
LABEL_EVERY = 5


@dataclass(frozen=True)
class Day:
    """What one day brought."""

    date: datetime.date
    new: int
    closed: int


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Label:
    x: float
    y: float
    text: str


class DaysChart:
    """Two bars a day, a scale on the left, every fifth day named. All numbers are SVG units."""

    width, height = WIDTH, HEIGHT
    left, right = LEFT, WIDTH - RIGHT
    base = HEIGHT - BOTTOM

    def __init__(self, days: Sequence[Day]) -> None:
        self.days = days
        self.top = ceiling(max((max(day.new, day.closed) for day in days), default=0))

    @property
    def step(self) -> float:
        return (self.right - self.left) / max(len(self.days), 1)

    def y(self, number: float) -> float:
        return round(self.base - (self.base - TOP) * number / self.top, 1)

    def bars(self, numbers: Sequence[int], shift: float) -> list[Bar]:
        wide = round(self.step * 0.38, 1)
        return [
            Bar(
                round(self.left + self.step * (place + shift), 1),
                self.y(n),
                wide,
                round(self.base - self.y(n), 1),
            )
            for place, n in enumerate(numbers)
            if n
        ]

    @property
    def new(self) -> list[Bar]:
        return self.bars([day.new for day in self.days], 0.1)

    @property
    def closed(self) -> list[Bar]:
        return self.bars([day.closed for day in self.days], 0.52)

    @property
    def scale(self) -> list[Label]:
        marks = [self.top * line // LINES for line in range(LINES + 1)]
        return [Label(self.left - 6, self.y(mark), str(mark)) for mark in marks]

    @property
    def names(self) -> list[Label]:
        """Every fifth day, counted back from today, so that today has its name."""
        last = len(self.days) - 1
        return [
            Label(round(self.left + self.step * (place + 0.5), 1), self.height - 6, short(day.date))
            for place, day in enumerate(self.days)
            if (last - place) % LABEL_EVERY == 0 and place < last
        ]


def short(day: datetime.date) -> str:
    return formats.date_format(day, "j M")


def ceiling(number: int) -> int:
    """The next of 4, 8, 12, 20, 40, 80, 120, 200...: round, and whole at each line of the scale."""
    power = 1
    while 20 * power < number:
        power *= 10
    return next(step * power for step in (4, 8, 12, 20) if step * power >= number)
