"""What the stretches say: ratios of rounds, and a table of medians."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from bench.goals import GOALS, Goal, Lane
from bench.load import Stretch

COLUMNS = f"{'':30}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'app ms':>8}{'db ms':>8}{'stmts':>7}{'bad':>5}"


@dataclass(frozen=True)
class Result:
    """A stretch, and the CPU milliseconds of one request in the application and in the database."""

    stretch: Stretch
    app: float
    database: float


class Report:
    """Everything that was measured, round by round."""

    def __init__(self, lanes: list[Lane]) -> None:
        self.lanes = lanes
        self.goals = [goal for goal in GOALS if {goal.lane, goal.against} <= set(lanes)]
        self.results: defaultdict[Lane, list[Result]] = defaultdict(list)

    def ratio(self, goal: Goal, of: Callable[[Result], float] = lambda result: result.stretch.rate) -> float:
        """The median of the ratios of the rounds."""
        pairs = zip(self.results[goal.lane], self.results[goal.against], strict=True)
        return median(of(ours) / of(theirs) for ours, theirs in pairs)

    def spread(self, goal: Goal) -> tuple[float, float]:
        """The lowest and the highest ratio of a round."""
        pairs = zip(self.results[goal.lane], self.results[goal.against], strict=True)
        ratios = [ours.stretch.rate / theirs.stretch.rate for ours, theirs in pairs]
        return min(ratios), max(ratios)

    @property
    def bad(self) -> int:
        """Answers that were no 2xx, of all lanes."""
        return sum(result.stretch.bad for results in self.results.values() for result in results)

    def reached(self) -> bool:
        """Whether every goal is."""
        return self.bad == 0 and all(self.ratio(goal) >= goal.least for goal in self.goals)

    def table(self, statements: dict[str, int]) -> str:
        """The medians of every lane."""
        lines = [COLUMNS]
        for lane in self.lanes:
            results = self.results[lane]
            figures = (
                median(result.stretch.rate for result in results),
                median(result.stretch.p50 for result in results),
                median(result.stretch.p99 for result in results),
                median(result.app for result in results),
                median(result.database for result in results),
            )
            count = str(statements.get(f"{lane.call} {lane.server}", "-"))
            bad = sum(result.stretch.bad for result in results)
            rate, *rest = figures
            shown = "".join(f"{figure:8.2f}" for figure in rest)
            lines.append(f"{lane!s:30}{rate:8.0f}{shown}{count:>7}{bad:5d}")
        return "\n".join(lines)

    def ratios(self) -> str:
        """A line for each goal: `ratio`, its name and its value come first, for machines too."""
        lines = []
        for goal in self.goals:
            value = self.ratio(goal)
            low, high = self.spread(goal)
            verdict = "reached" if value >= goal.least else "MISSED"
            lines.append(
                f"ratio {goal.name} {value:.2f}   # {verdict}: at least {goal.least}; rounds {low:.2f} to {high:.2f}"
            )
        return "\n".join(lines)
