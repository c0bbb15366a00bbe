"""Where this desk departs from what is documented, said beside the code that does.

A module that departs has a `DEVIATIONS`: what is documented on the left, as `docs/fidelity.md` names it (`*` stands for
any text), and on the right how and why. `tests/fidelity` takes them over, and refuses those that name nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Deviation:
    """`ignored`: accepted and without effect. `approximate`: not quite as documented."""

    mark: Literal["approximate", "ignored"]
    why: str


Deviations = Mapping[str, Deviation]


def ignored(why: str) -> Deviation:
    return Deviation("ignored", why)


def approximate(why: str) -> Deviation:
    return Deviation("approximate", why)
