"""Carriers as XML and back, with the names and the order of JSON.

The root is named after the carrier; each member is an element, an array holds elements named after their type, a
dictionary holds `KeyValue` pairs of `Key` and `Value`, and null is an empty element, as are the empty text, array and
dictionary. XML knows texts only: "007" stays one, and the binder reads numbers and booleans from them as from any text.
What of it the original documents: names, order and the root; the rest is ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException
from rest_framework.exceptions import ParseError

from crm.wire.contract import Collection, Contract, FieldProperties, Spec
from crm.wire.pointers import LINKS, Shape, Sort, sort_of

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
ITEM = "Item"  # an element of an array whose type nobody tells
ARRAY_OF = "ArrayOf"
PAIR, KEY, VALUE = "KeyValue", "Key", "Value"
MAX_DEPTH = 64  # arrays and dictionaries take two levels or three where JSON takes one
MAX_ELEMENTS = 200_000
_ITEM_NAMES = frozenset({ITEM, "int", "long", "double", "boolean", "string", "anyType"})
_UNNAMEABLE = re.compile(r"[^\w.-]|^[^A-Za-z_]|_(?=x[0-9A-Fa-f]{4,6}_)", re.ASCII)
_NAMED = re.compile(r"_x([0-9A-Fa-f]{4,6})_")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
Write = Callable[[Any], Iterator[str]]


def to_xml(data: Any, name: str, contract: Contract | None = None) -> bytes:
    """Data as JSON has it, under a root of this name; a contract tells what its arrays and dictionaries are."""
    if contract is not None and isinstance(data, list):
        parts = _array(data, contract.name, lambda element: _carrier(contract, element))
        name = f"{ARRAY_OF}{contract.name}"
    elif contract is not None:
        parts, name = _carrier(contract, data), contract.name
    else:
        parts = _anything(data)
    return (DECLARATION + "".join(_element(name, parts))).encode()


def _element(name: str, content: Iterator[str]) -> Iterator[str]:
    inner = "".join(content)
    name = _UNNAMEABLE.sub(lambda found: f"_x{ord(found[0]):04X}_", name) or "_"
    yield f"<{name}>{inner}</{name}>" if inner else f"<{name} />"


def _carrier(contract: Contract, data: Any) -> Iterator[str]:
    if not isinstance(data, Mapping):
        yield from _anything(data)
        return
    for name, value in data.items():
        spec = contract.specs.get(name)
        if spec is not None:
            yield from _element(name, _member(contract, spec, value))
        else:
            yield from _element(name, _pairs(value) if name.lower() == LINKS else _anything(value))


def _member(contract: Contract, spec: Spec, value: Any) -> Iterator[str]:
    if isinstance(spec, FieldProperties):
        return _pairs(value, _anything)
    sort = sort_of(contract, spec)
    if sort.shape is Shape.DICTIONARY:
        return _pairs(value)
    inner = sort.contract
    if isinstance(value, list):
        write: Write = _anything if inner is None else lambda element: _carrier(inner, element)
        return _array(value, _type_name(contract, spec), write)
    return _anything(value) if inner is None else _carrier(inner, value)


def _type_name(contract: Contract, spec: Spec) -> str:
    """What the elements of an array are called."""
    if isinstance(spec, Collection):
        return "int" if spec.only else spec.contract.name
    dotnet = contract.kind_of(spec).dotnet
    return dotnet.rpartition(".")[2].removesuffix("[]") if dotnet.endswith("[]") else ITEM


def _array(elements: Sequence[Any], name: str, write: Write) -> Iterator[str]:
    for element in elements:
        yield from _element(name, write(element))


def _pairs(data: Any, write: Write | None = None) -> Iterator[str]:
    """A dictionary; below it everything is data, so objects are dictionaries again."""
    if not isinstance(data, Mapping):
        yield from _array(data, ITEM, _pairs) if isinstance(data, list) else _anything(data)
        return
    for name, value in data.items():
        key, inner = _element(KEY, _anything(name)), _element(VALUE, (write or _pairs)(value))
        yield from _element(PAIR, iter(["".join(key), "".join(inner)]))


def _anything(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield from _element(name, _anything(value))
    elif isinstance(data, (list, tuple)):
        yield from _array(data, ITEM, _anything)
    elif isinstance(data, bool):
        yield "true" if data else "false"
    elif data is not None:
        yield escape(_FORBIDDEN.sub("\ufffd", str(data)), {"\r": "&#13;"})


@dataclass(slots=True)
class Element:
    """An element as it was read, without its namespace and attributes."""

    name: str
    text: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)


def from_xml(raw: bytes, contract: Contract | None = None) -> Any:
    """What a document says, in the shape of JSON, all values being texts or None. Raises ParseError.

    A root of `ArrayOf...` is an array; any other is a carrier of the contract, or told from its own shape.
    """
    root = read_xml(raw)
    sort = Sort(Shape.VALUE, contract)
    if root.name.startswith(ARRAY_OF):
        return [
            _shaped(child, sort if child.name == getattr(contract, "name", "") else None)
            for child in root.children
        ]
    return _shaped(root, sort if contract else None) or {}


def read_xml(raw: bytes) -> Element:
    """The root of a document. Document types and entities are refused; depth and number of elements are bounded."""
    parser = ElementTree.DefusedXMLParser(target=_Builder(), forbid_dtd=True)
    try:
        parser.feed(raw)
        root: Element = parser.close()
    except DefusedXmlException:
        raise ParseError("The XML has a document type or entities, which are not read here.") from None
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise ParseError(f"The body is not valid XML: {error}") from None
    return root


def _unnameable(found: re.Match[str]) -> str:
    """The character behind `_x002F_`; what stands for none stays as it is."""
    number = int(found[1], 16)
    return found[0] if 0xD800 <= number < 0xE000 or number > 0x10FFFF else chr(number)


class _Builder:
    """Makes elements of what the parser sees, and stops it where there are too many."""

    def __init__(self) -> None:
        self._open = [Element("")]
        self._left = MAX_ELEMENTS

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        self._left -= 1
        if len(self._open) > MAX_DEPTH:
            raise ParseError(f"The XML is nested more than {MAX_DEPTH} levels deep.")
        if self._left < 0:
            raise ParseError(f"The XML has more than {MAX_ELEMENTS} elements.")
        element = Element(_NAMED.sub(_unnameable, tag.rpartition("}")[2]))
        self._open[-1].children.append(element)
        self._open.append(element)

    def end(self, _tag: str) -> None:
        self._open.pop()

    def data(self, text: str) -> None:
        self._open[-1].text.append(text)

    def close(self) -> Element:
        return self._open[0].children[0]


def _shaped(element: Element, sort: Sort | None) -> Any:
    """The data of an element that stands where the contract has this sort; None where no contract tells."""
    if sort is None or sort.shape is Shape.OURS:
        return _guessed(element)
    if sort.shape is Shape.ARRAY:
        if not element.children and (text := _guessed(element, keep=False)):
            return text
        inner = Sort(Shape.VALUE, sort.contract) if sort.contract else None
        return [_shaped(child, inner) for child in element.children]
    if sort.shape is Shape.DICTIONARY:
        return _guessed(element) or {}
    if sort.contract is None or not element.children:
        return _guessed(element, keep=sort.contract is None)
    return _members(element, sort.contract)


def _members(element: Element, contract: Contract) -> dict[str, Any]:
    data = {}
    for child in element.children:
        name = contract.lower_names.get(child.name.lower())
        data[child.name] = _shaped(child, sort_of(contract, contract.specs[name]) if name else None)
    return data


def _guessed(element: Element, *, keep: bool = True) -> Any:
    """Data told from its own shape: pairs are a dictionary, equal names and names of types an array.

    With `keep`, text of blanks only is kept.
    """
    names = [child.name for child in element.children]
    if not names:
        text = "".join(element.text)
        return (text if keep or text.strip() else None) or None
    if set(names) == {PAIR}:
        return dict(_pair(child) for child in element.children)
    values = [_guessed(child) for child in element.children]
    if len(set(names)) == 1 and (len(names) > 1 or names[0] in _ITEM_NAMES):
        return values
    return dict(zip(names, values, strict=True))


def _pair(element: Element) -> tuple[str, Any]:
    parts = {child.name: child for child in element.children}
    key = "".join(parts[KEY].text) if KEY in parts else ""
    return key, _guessed(parts[VALUE]) if VALUE in parts else None
