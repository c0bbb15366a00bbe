"""Ways to reach somebody: several of each kind, the first of which stands in a column of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Element = dict[str, str]  # its value, and a description


@dataclass(frozen=True)
class Way:
    """A kind of ways, such as e-mail addresses.

    `first` is the column of the first one's value, `said` that of its description; without columns all of them stand
    in `more_reach`, where the others always stand.
    """

    name: str
    first: str = ""
    said: str = ""

    @property
    def columns(self) -> list[str]:
        """What `elements` wants to know of a row, in this order."""
        return [name for name in (self.first, self.said, "more_reach") if name]

    def elements(self, *values: Any) -> list[Element]:
        """All of them. A column that was changed by itself counts: what is kept of the first besides is dropped then."""
        known = dict(zip(self.columns, values, strict=True))
        kept: list[Element] = list((known["more_reach"] or {}).get(self.name, ()))
        if not self.first:
            return kept
        value = known[self.first]
        if not value:
            return kept[1:]
        stale = not kept or kept[0]["value"] != value
        said = known[self.said] if self.said else "" if stale else kept[0]["description"]
        return [{"value": value, "description": said}, *kept[1:]]

    def of(self, row: Any) -> list[Element]:
        """Those of a row."""
        return self.elements(*(getattr(row, column) for column in self.columns))

    def assign(self, row: Any, elements: Sequence[Element]) -> None:
        """Makes these all that a row has."""
        kept: Mapping[str, Any] = row.more_reach
        others = {name: more for name, more in kept.items() if name != self.name}
        row.more_reach = {**others, self.name: list(elements)} if elements else others
        first = elements[0] if elements else {"value": "", "description": ""}
        if self.first:
            setattr(row, self.first, first["value"])
        if self.said:
            setattr(row, self.said, first["description"])


CONTACT_WAYS = {
    way.name: way
    for way in (
        Way("emails", "email_address", "email_name"),
        Way("phones", "phone"),
        Way("faxes", "fax"),
        Way("urls", "url", "url_name"),
    )
}
PERSON_WAYS = {
    way.name: way
    for way in (
        Way("emails", "email", "email_name"),
        Way("office_phones", "direct_phone"),
        Way("mobile_phones", "mobile_phone"),
        Way("faxes", "fax_phone"),
        Way("private_phones"),
        Way("other_phones"),
        Way("urls"),
        Way("chat_emails"),
        Way("internet_phones"),
    )
}
PROJECT_WAYS = {"urls": Way("urls", "url", "url_name")}
