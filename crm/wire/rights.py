"""What a caller may do, as `TableRight` and `FieldProperties` tell it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from django.core.exceptions import PermissionDenied

from crm.wire.deviations import approximate
from crm.wire.languages import Shared
from crm.wire.lists import remembered
from crm.wire.values import FlagNames

if TYPE_CHECKING:
    from django.db import models

    from crm.wire.contract import Contract
    from crm.wire.sql import Mark

SELECT, UPDATE, INSERT, DELETE = 1, 2, 4, 8
VERBS = {"view": SELECT, "change": UPDATE, "add": INSERT, "delete": DELETE}
LIMITED = ("change", "delete")
"""What a role can keep a caller from doing to a row that they see."""
TABLE_RIGHTS = FlagNames(
    "ETableRight",
    {1: "Select", 2: "Update", 4: "Insert", 8: "Delete", 16: "Filtering", 32: "RestrictedUpdate"},
    whole={15: "FULL"},
    zero="None",
)
DEVIATIONS = {
    "enum ETableRight.*": approximate(
        "rights are told as FULL, None or verb by verb, and no row is part of a right"
    ),
    "enum EFieldRight.*": approximate("a field is Read, Update or mandatory, and none is hidden"),
}
MISSING_RIGHT = "[SR_ACCESS_NO_RIGHT]"


class Caller(Protocol):
    """Who is asking: whatever signs in to the API."""

    pk: int

    @property
    def is_administrator(self) -> bool:
        """Whether every right is theirs."""

    @property
    def is_internal(self) -> bool:
        """Whether this is a colleague, who sees every row of the small lists."""

    def may(self, verb: str, model: type[models.Model]) -> bool:
        """Whether the caller may view, change, add or delete rows of the model."""

    def shape(self) -> Hashable:
        """What the text of `visible_to` depends on; callers of one shape share compiled SQL."""

    def stand_in(self) -> Any:
        """A caller of the same shape with marks for its own values, to build that text with."""

    def marked(self) -> Mapping[Mark, Any]:
        """The caller's own values for those marks."""


def must(verb: str, model: type[models.Model], caller: Caller) -> None:
    """Raises PermissionDenied unless the caller may do this to rows of the model."""
    if not caller.may(verb, model):
        raise PermissionDenied(
            f"You do not have the right to {verb} rows of {model._meta.verbose_name_plural}."
        )


def limited(verb: str, model: type[models.Model], caller: Any) -> models.QuerySet[Any, Any] | None:
    """The rows that the caller may change, delete or have added, None when nothing keeps them from any they see."""
    limited_for = getattr(model._default_manager, "limited_for", None)
    rows: models.QuerySet[Any, Any] | None = limited_for(caller, verb) if limited_for else None
    return rows


def must_reach(verb: str, row: models.Model, caller: Any) -> None:
    """Raises PermissionDenied unless the caller may do this to this very row, which they see.

    Of a row to `add` it is asked once it is written: what is refused then is rolled back.
    """
    rows = limited(verb, type(row), caller)
    if rows is not None and not rows.filter(pk=row.pk).exists():
        raise PermissionDenied(f"You do not have the right to {verb} this {row._meta.verbose_name}.")


def table_mask(caller: Caller, model: type[models.Model]) -> int:
    """The caller's rights on rows of a model, as bits."""
    mask = 0
    for verb, bit in VERBS.items():
        if caller.may(verb, model):
            mask |= bit
    return mask


def rights_of(
    caller: Caller, contract: Contract, *, without: int = 0
) -> tuple[dict[str, Any], dict[str, Any]]:
    """`TableRight` and `FieldProperties` of a carrier for this caller; remembered until a right changes.

    `without` are the bits that the caller does not have on this very row.
    """
    memory = remembered()
    key = ("rights", contract, caller.pk, without)
    known: tuple[dict[str, Any], dict[str, Any]] | None = memory.get(key)
    if known is None:
        mask, writing = table_mask(caller, contract.model), UPDATE | INSERT
        if without:
            mask, writing = mask & ~without, UPDATE
        known = memory[key] = (
            Shared({"Mask": TABLE_RIGHTS.name(mask), "Reason": "" if mask == 15 else MISSING_RIGHT}),
            Shared(contract.field_properties(writable=bool(mask & writing))),
        )
    return known


def owned_rights_of(
    caller: Caller, contract: Contract, owner: int | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same for a row that only its owner and administrators may change."""
    foreign = owner != caller.pk and not caller.is_administrator
    return rights_of(caller, contract, without=UPDATE | DELETE if foreign else 0)


def row_rights_of(
    caller: Caller, contract: Contract, *reached: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The same for a row of which it was asked whether the caller reaches it with each of `LIMITED`."""
    lost = sum(VERBS[verb] for verb, is_reached in zip(LIMITED, reached, strict=True) if not is_reached)
    return rights_of(caller, contract, without=lost)
