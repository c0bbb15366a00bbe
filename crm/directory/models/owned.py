"""Rows that belong to somebody: which of them a user reaches, by what their role says of whose they are."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from crm.directory.models.associate import Associate, UserType
from crm.directory.models.role import AMONG_COLLEAGUES, VERB_BITS, Entity, Relation
from crm.wire.rights import DELETE, UPDATE

Row = TypeVar("Row", bound=models.Model)
Part = Q | bool


def _one(condition: Q, allowed: bool, others: Part) -> Part:  # noqa: FBT001  # a fold over pairs
    """Rows of a class are allowed or not; `others` says which of the rest are."""
    if allowed == others:
        return others
    if isinstance(others, bool):
        return condition if allowed else ~condition
    return condition | others if allowed else ~condition & others


def reach(associate: Associate, entity: str, owner: str, bit: int) -> Part:
    """Which rows a colleague has a right on: a condition, True for all of them, False for none.

    `owner` is the column that says whose a row is, the key where rows are users; rows that are nobody's count as a colleague's.
    """
    if associate.is_administrator:
        return True
    rights = associate.rights
    allowed = set(rights.reaches(entity, bit, AMONG_COLLEAGUES))
    users: Any = Associate.objects.order_by()
    classes: list[tuple[str, Q]] = [
        (Relation.MY_OWN, Q(**{owner: associate.pk})),
        *(
            [(Relation.PRIMARY_GROUP, Q(**{f"{owner}__in": users.filter(group=associate.group_id)}))]
            if associate.group_id is not None
            else []
        ),
        (Relation.OTHER_GROUPS, Q(**{f"{owner}__in": users.filter(group__in=associate.other_groups.all())})),
        (Relation.EXTERNAL_USER, Q(**{f"{owner}__in": users.filter(type=UserType.EXTERNAL_ASSOCIATE)})),
        (Relation.ANONYMOUS, Q(**{f"{owner}__in": users.filter(type=UserType.ANONYMOUS_ASSOCIATE)})),
    ]
    part: Part = Relation.OTHER_ASSOCIATES in allowed
    for relation, condition in reversed(classes):
        part = _one(condition, relation in allowed, part)
    return part


class OwnedQuerySet(models.QuerySet[Row]):
    """Rows with data rights of their own."""

    entity: ClassVar[Entity]
    owner: ClassVar[str] = "associate"

    def of_customer(self, associate: Associate) -> dict[Relation, Q]:
        """Which rows are a customer's by which relation; what is not named they never see."""
        return {}

    def reached_by(self, associate: Associate, bit: int) -> Self:
        """Those on which the role of a user gives the right, whatever else keeps them from the user."""
        if associate.is_administrator:
            return self
        if associate.is_internal:
            return self._among(reach(associate, self.entity, self.owner, bit))
        of_customer = self.of_customer(associate)
        reached: Q | None = None
        for relation in associate.rights.reaches(self.entity, bit, of_customer):
            condition = of_customer[Relation(relation)]
            reached = condition if reached is None else reached | condition
        return self.none() if reached is None else self._of_customers(reached)

    def _among(self, part: Part) -> Self:
        if isinstance(part, bool):
            return self if part else self.none()
        return self.filter(part)

    def _of_customers(self, reached: Q) -> Self:
        """A condition may lead over many rows; whoever has such conditions sees to it that a row comes once."""
        return self.filter(reached)

    def changeable_by(self, associate: Associate) -> Self:
        """Those of the rows one sees that one may change."""
        return self.reached_by(associate, UPDATE)

    def deletable_by(self, associate: Associate) -> Self:
        """Those of the rows one sees that one may delete."""
        return self.reached_by(associate, DELETE)

    def limited_for(self, associate: Associate, verb: str) -> Self | None:
        """The rows that a user may change, delete or have added; None when their role keeps them from none.

        Rows that the user does not see may be among them.
        """
        if associate.is_administrator:
            return None
        bit = VERB_BITS[verb]
        if associate.is_internal and not associate.rights.limits(self.entity, bit):
            return None
        if not associate.is_internal and associate.rights.of_customers is None:
            return None
        methods = {"change": self.changeable_by, "delete": self.deletable_by}
        return methods[verb](associate) if verb in methods else self.reached_by(associate, bit)
