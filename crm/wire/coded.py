"""Values of typed custom fields: how a client may write each type, how it is stored, and how it is told.

Values travel as texts: `[I:3]`, `[F:4.43]`, `[D:05/31/1999 00:00:00.0000000]`, `[DT:...]`, and texts as they are.
`UserDefinedFields` and `ExtraFields` spell them one way, `CustomFields` another. Plain spellings (`3`, `4.43`,
`1999-05-31`, `true`) are understood as well; an empty text or null is no value.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from crm.wire import dates, kinds

NO_DAY = "01/01/0001 00:00:00.0000000"
YES, NO = "[SR_YES]", "[SR_NO]"
REAL_LIMIT = 1e15  # what a float tells apart to the last digit before the point
_MARKED = re.compile(r"\[(?:I|F|M|D|DT|T|TS|B):(.*)\]", re.DOTALL)
_AMERICAN = re.compile(
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})(?: (?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d{1,7})?)?"
)
_STORED = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class Coding:
    """One type of value.

    `letter` begins the name that a value is stored under, so that whatever is stored under it compares alike. `read`
    gives what is stored, None for no value; it raises ValueError with words for the client. `tell` spells what is
    stored for the two older dictionaries, `tell_custom` for `CustomFields`; `plain` is what people read. `empty` is
    stored for no value where a default would come back, None where nothing can stand for it.
    """

    letter: str
    read: Callable[[Any], Any]
    tell: Callable[[Any], str]
    tell_custom: Callable[[Any], str]
    plain: Callable[[Any], str]
    empty: Any = None


def bare(given: Any) -> Any:
    """What stands between the marker's brackets; anything without a marker is itself."""
    found = _MARKED.fullmatch(given.strip()) if isinstance(given, str) else None
    return found[1] if found else given


def _unless_empty(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def reading(given: Any) -> Any:
        inner = bare(given)
        return None if inner is None or (isinstance(inner, str) and not inner.strip()) else read(inner)

    return reading


def _read_whole(given: Any) -> int:
    return int(given) if isinstance(given, bool) else int(kinds.INTEGER.read(given))


def _read_real(given: Any) -> float:
    number = float(kinds.DOUBLE.read(given))
    if abs(number) > REAL_LIMIT:
        raise ValueError(f"{given} is too large a number.")
    return number


def _read_truth(given: Any) -> int:
    return int(kinds.BOOLEAN.read(given))


def _read_text(given: Any) -> str | None:
    return str(kinds.STRING.read(given)) or None


def _written(given: Any) -> datetime.datetime | None:
    """What a date says, whatever zone it names; None for no date."""
    if not isinstance(given, str):
        raise ValueError(f"{given!r} is not a date.")
    text = given.strip()
    american = _AMERICAN.fullmatch(text)
    if american:
        parts = american.groupdict()
        text = f"{parts['year']}-{parts['month']:0>2}-{parts['day']:0>2} {parts['time'] or '00:00'}"
    try:
        return dates.written_moment(text)
    except ValueError:
        raise ValueError(f"{given[:60]!r} is not a date such as 2026-11-20 or 11/20/2026.") from None


def _read_day(given: Any) -> str | None:
    """A day, stored as its noon: that is the same day in nearly every time zone, by which archives compare."""
    moment = _written(given)
    return None if moment is None else f"{moment:%Y-%m-%d} 12:00:00".rjust(19, "0")


def _read_moment(given: Any) -> str | None:
    moment = _written(given)
    if moment is not None and moment.tzinfo is not None:
        moment = moment.astimezone(datetime.UTC)
    return None if moment is None else f"{moment:{_STORED}}".rjust(19, "0")


def moment_of(stored: str | None) -> datetime.datetime | None:
    """The instant of a stored date."""
    return datetime.datetime.fromisoformat(stored).replace(tzinfo=datetime.UTC) if stored else None


def midnight_of(stored: str | None) -> datetime.datetime | None:
    """The beginning of a stored day."""
    return moment_of(stored and f"{stored[:10]} 00:00:00")


def _american(stored: str | None, time: str) -> str:
    return f"{stored[5:7]}/{stored[8:10]}/{stored[:4]} {time}.0000000" if stored else NO_DAY


def _real_text(stored: float | None) -> str:
    """A number without an exponent and without needless zeros."""
    text = format(Decimal(repr(float(stored or 0))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _whole(stored: int | None) -> str:
    return f"[I:{stored or 0}]"


def _real(stored: float | None) -> str:
    return f"[F:{_real_text(stored)}]"


def _text(stored: str | None) -> str:
    return stored or ""


def _day(marker: str) -> Callable[[str | None], str]:
    return lambda stored: f"[{marker}:{_american(stored, '00:00:00')}]"


def _moment(stored: str | None) -> str:
    return f"[DT:{_american(stored, (stored or '')[11:])}]"


def _truth(stored: int | None) -> str:
    return "True" if stored else "False"


WHOLE = Coding("i", _unless_empty(_read_whole), _whole, _whole, lambda stored: str(stored or 0), 0)
REAL = Coding("f", _unless_empty(_read_real), _real, _real, _real_text, 0.0)
TEXT = Coding("t", _read_text, _text, _text, _text, "")
TRUTH = Coding("b", _unless_empty(_read_truth), _truth, _whole, _truth, 0)
DAY = Coding("d", _unless_empty(_read_day), _day("D"), _day("DT"), lambda stored: (stored or "")[:10])
MOMENT = Coding("m", _unless_empty(_read_moment), _moment, _moment, _text)
