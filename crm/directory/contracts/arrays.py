"""Arrays that companies and people keep in one column: ways to reach them, interests, domains."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from crm.directory.models import ContactInterest, PersonInterest
from crm.directory.models.lists import ListItem
from crm.directory.models.reach import Element, Way
from crm.wire import kinds
from crm.wire.contract import Column, Computed, Constant, Spec
from crm.wire.dates import UNSET
from crm.wire.kinds import Kind

LONGEST = 254  # characters of an address or a description
PHONE = 49  # characters of a number
MOST = 100  # elements of one kind
_SPACES = str.maketrans("", "", " \t()-/.")


def nothing_of(name: str) -> Constant:
    """An array that is always empty: there is nothing of the kind here."""
    return Constant([], Kind("array", f"SuperOffice.CRM.Services.{name}[]", [], kinds.ARRAY.read))


def _members(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise ValueError("An object is expected here.")
    return {name.lower(): value for name, value in given.items()}


def _few(given: Any) -> list[Any]:
    elements = kinds.ARRAY.read(given)
    if len(elements) > MOST:
        raise ValueError(f"More than {MOST} elements.")
    return list(elements)


def _fitting(given: Any, longest: int) -> str:
    text = str(kinds.STRING.read(given)).strip()
    if len(text) > longest:
        raise ValueError(f"The text is {len(text)} characters long; {longest} fit.")
    return text


def _elements_in(longest: int) -> Callable[[Any], list[Element]]:
    def read(given: Any) -> list[Element]:
        found = []
        for element in map(_members, _few(given)):
            value = _fitting(element.get("value"), longest)
            if value:
                said = _fitting(element.get("description"), LONGEST)
                found.append({"value": value, "description": said})
        return found

    return read


def _elements_out(elements: list[Element], *, phone: bool) -> list[dict[str, Any]]:
    return [
        {
            "Value": element["value"],
            "StrippedValue": element["value"].translate(_SPACES) if phone else element["value"],
            "Description": element["description"],
            "TableRight": None,
            "FieldProperties": {},
        }
        for element in elements
    ]


def _kind_of_elements(longest: int, *, phone: bool) -> Kind:
    def write(elements: list[Element]) -> list[dict[str, Any]]:
        return _elements_out(elements, phone=phone)

    return Kind("array", "SuperOffice.CRM.Services.EntityElement[]", [], _elements_in(longest), write)


ADDRESSES = _kind_of_elements(LONGEST, phone=False)
PHONES = _kind_of_elements(PHONE, phone=True)


def reached(way: Way) -> Spec:
    """The `EntityElement`s of a kind of ways; the action gets them by its name."""
    phone = way.name not in ("emails", "urls", "chat_emails")
    return Computed(way.elements, way.columns, PHONES if phone else ADDRESSES, writes=way.name)


def _chosen(given: Any) -> Iterator[int]:
    for element in map(_members, _few(given)):
        if kinds.BOOLEAN.read(element.get("selected")):
            yield kinds.INTEGER.read(element.get("id"))
        yield from _chosen(element.get("childitems"))


@cache
def _interest_kind(model: type[ListItem], list_name: str) -> Kind:
    """A whole list with those selected that somebody is interested in; on input only those count."""

    def write(chosen: list[int]) -> list[dict[str, Any]]:
        rows: Any = model._default_manager
        return [
            _item(row, list_name, selected=row.pk in chosen)
            for row in rows.catalog().values()
            if not row.deleted or row.pk in chosen
        ]

    dotnet = "SuperOffice.CRM.Services.SelectableMDOListItem[]"
    return Kind("array", dotnet, [], lambda given: list(dict.fromkeys(_chosen(given))), write)


def _item(row: ListItem, list_name: str, *, selected: bool) -> dict[str, Any]:
    return {
        "Id": row.pk,
        "Name": row.name,
        "ToolTip": row.tooltip,
        "Deleted": row.deleted,
        "Rank": row.rank,
        "Type": list_name,
        "ColorBlock": 0,
        "IconHint": list_name,
        "Selected": selected,
        "LastChanged": UNSET,
        "ChildItems": [],
        "ExtraInfo": "",
        "StyleHint": "",
        "Hidden": False,
        "FullName": row.name,
        "TableRight": None,
        "FieldProperties": {},
    }


def _same(value: Any) -> Any:
    return value


CONTACT_INTERESTS = Computed(
    _same, ["interests"], _interest_kind(ContactInterest, "contint"), writes="interests"
)
PERSON_INTERESTS = Computed(
    _same, ["interests"], _interest_kind(PersonInterest, "persint"), writes="interests"
)
ACTIVE_INTERESTS = Column("active_interests", read_only=True)
NO_TEXTS = Constant([], Kind("array", "System.String[]", [], kinds.ARRAY.read))
DOMAINS = Computed(
    _same,
    ["domains"],
    Kind(
        "array",
        "System.String[]",
        [],
        lambda given: [text.lower() for each in _few(given) if (text := _fitting(each, LONGEST))],
    ),
    writes="domains",
)
