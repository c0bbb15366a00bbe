"""The words of the table language: what a member of a carrier can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm.wire import kinds
from crm.wire.kinds import Kind
from crm.wire.values import EnumNames, FlagNames

if TYPE_CHECKING:
    from crm.wire.contract import Contract


@dataclass(frozen=True)
class Told:
    """How a column is told with other columns and what is remembered, such as the custom fields there are.

    `make` takes the memory, the column and those it `needs`. `emptied` takes the member as it was told and as a patch
    left it, and gives what says that keys were taken away.
    """

    make: Callable[..., Any]
    needs: Sequence[str]
    emptied: Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Member:
    """A member of a carrier that is one value of one column; `path` may follow relations (`contact__name`)."""

    path: str
    read_only: bool = False
    kind: Kind | None = None
    names: EnumNames | FlagNames | None = None
    mandatory: bool = False
    told: Told | None = None


def Column(
    path: str, *, read_only: bool = False, kind: Kind | None = None, mandatory: bool = False
) -> Member:
    """A column; its kind is the model field's unless given."""
    return Member(path, read_only, kind, mandatory=mandatory)


def Key(path: str = "id") -> Member:
    """The primary key: answered, and on input only a hint which row is meant."""
    return Member(path, read_only=True)


def Enum(path: str, names: EnumNames, *, read_only: bool = False) -> Member:
    """An enum column, spelled by its member names."""
    return Member(path, read_only, kinds.enum_kind(names), names)


def Flags(path: str, names: FlagNames, *, read_only: bool = False) -> Member:
    """A column of bits, spelled by joined member names."""
    return Member(path, read_only, kinds.flags_kind(names), names)


def Stamp(path: str, *, read_only: bool = True) -> Member:
    """When a row was created or changed: UTC, whatever time zone is asked for."""
    return Member(path, read_only, kinds.STAMP)


def Day(path: str, *, read_only: bool = False) -> Member:
    """A date of the calendar such as a birthday: the same in every time zone."""
    return Member(path, read_only, kinds.DAY)


def WallTime(path: str, *, read_only: bool = False) -> Member:
    """A local time in whichever zone: the same figures in every one."""
    return Member(path, read_only, kinds.WALL_TIME)


def Duration(path: str) -> Member:
    """A column of whole minutes, spelled `hh:mm:ss`."""
    return Member(path, kind=kinds.TIME_SPAN)


def Dictionary(path: str, told: Told | None = None) -> Member:
    """A JSON column whose keys are data: verbatim in and out, but for the keys that `told` knows."""
    return Member(path, kind=kinds.DICTIONARY, told=told)


@dataclass(frozen=True)
class Id:
    """A relation of which only the id travels; `none` stands for no row. Without a contract it is read-only."""

    path: str
    contract: Callable[[], Contract] | None = None
    none: int = 0


@dataclass(frozen=True)
class Reference:
    """A relation whose carrier comes out whole; on input only its id counts.

    `instructions` are ids that are orders to the action rather than rows, passed on as they are.
    """

    contract: Contract
    path: str
    read_only: bool = False
    instructions: frozenset[int] = frozenset()
    fallback: str = ""  # the relation that stands in when this one is empty


@dataclass(frozen=True)
class Owned:
    """A to-one row that belongs to this one: whole out, and its members bound on input.

    Without a path the members are columns of this very row, grouped in a carrier of their own.
    """

    contract: Contract
    path: str = ""


@dataclass(frozen=True)
class Collection:
    """Rows of a relation, in the order of their keys.

    `takes` is what happens on input: `nothing` (the server's business), `ids` (rows named by id; unknown ones are
    left out) or `rows` (each element bound by its own contract).
    """

    contract: Contract
    path: str
    takes: str = "nothing"
    order: tuple[str, ...] = ()
    only: str = ""  # the one member that stands for each element, as in an array of ids


@dataclass(frozen=True)
class Computed:
    """A value made from columns. `writes` names what the binder hands to the action when the member is sent."""

    make: Callable[..., Any]
    needs: Sequence[str]
    kind: Kind
    writes: str | None = None


@dataclass(frozen=True)
class Annotated:
    """A value that the database computes along with the row; with a listed contract, the key of such a row."""

    expression: Callable[[], Any]
    kind: Kind
    contract: Contract | None = None


@dataclass(frozen=True)
class Constant:
    """A value that is answered but not stored; the fidelity page says so."""

    value: Any
    kind: Kind = kinds.STRING


@dataclass(frozen=True)
class TableRight:
    """The caller's right on the row."""


@dataclass(frozen=True)
class FieldProperties:
    """The caller's right on each field, with its type and length."""


Spec = (
    Member
    | Id
    | Reference
    | Owned
    | Collection
    | Computed
    | Annotated
    | Constant
    | TableRight
    | FieldProperties
)

RIGHTS: dict[str, Spec] = {"TableRight": TableRight(), "FieldProperties": FieldProperties()}
