"""Which tickets: what a user may list, read, change and delete of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from crm.directory.models import Associate, Contact, Entity, Function, ProjectMember, Relation
from crm.directory.models.owned import OwnedQuerySet, Part, reach
from crm.directory.models.role import EVERYTHING, NOTHING
from crm.tickets.models.category import CategoryFlag, TicketCategory
from crm.tickets.models.enums import SecurityLevel
from crm.tickets.models.status import BaseStatus
from crm.wire.rights import DELETE, SELECT, UPDATE

if TYPE_CHECKING:
    from crm.tickets.models.ticket import Ticket  # noqa: F401  # it stands in the base of the class


class TicketQuerySet(OwnedQuerySet["Ticket"]):
    """Which tickets."""

    entity = Entity.TICKET
    owner = "owner"

    def open(self) -> TicketQuerySet:
        """Tickets that somebody has to work on."""
        return self.filter(base_status=BaseStatus.ACTIVE)

    def visible_to(self, associate: Associate) -> TicketQuerySet:
        """Those that one may read. An administrator sees all, a customer their own, with what was said outside.

        A colleague sees their own, and of the others those that the role reaches and lists, all of them or in own
        categories, but in members-only categories only as a member or with Service administration.
        """
        return self._seen_by(associate, Function.LIST_ALL, Function.READ_ALL)

    def listed_to(self, associate: Associate) -> TicketQuerySet:
        """Those that stand in one's lists; reading takes one right more."""
        return self._seen_by(associate, Function.LIST_ALL)

    def changeable_by(self, associate: Associate) -> TicketQuerySet:
        return self._changeable(associate, UPDATE)

    def deletable_by(self, associate: Associate) -> TicketQuerySet:
        if associate.is_internal and not associate.has(Function.DELETE_TICKETS, Function.SERVICE):
            return self.none()
        return self._changeable(associate, DELETE)

    def _changeable(self, associate: Associate, bit: int) -> TicketQuerySet:
        if associate.is_administrator or not associate.is_internal:
            return self.reached_by(associate, bit)
        rows = self.reached_by(associate, bit)
        wanted = Function.LIST_ALL, Function.READ_ALL, Function.EDIT_ALL
        extent = associate.rights.extent(*wanted)
        if extent == EVERYTHING:
            return rows
        if associate.rights.extent(Function.EDIT_ALL) == NOTHING:
            return self.none()
        return rows.filter(Q(owner=associate) | self._in_own(associate, extent))

    def _seen_by(self, associate: Associate, *verbs: Function) -> TicketQuerySet:
        if associate.is_administrator:
            return self
        if not associate.is_internal:
            return self.reached_by(associate, SELECT)
        rows = self if associate.has(Function.SERVICE) else self._open_to(associate)
        extent = associate.rights.extent(*verbs)
        part = reach(associate, self.entity, self.owner, SELECT)
        if extent == EVERYTHING and part is True:
            return rows
        others = Q() if extent == EVERYTHING else self._in_own(associate, extent)
        if part is not True:  # what is nobody's only the categories close
            others &= Q(owner=None) if part is False else Q(owner=None) | part
        return rows.filter(Q(owner=associate) | others)

    def _in_own(self, associate: Associate, extent: int) -> Q:
        """Whether a ticket lies in a category that one belongs to."""
        if extent == NOTHING:
            return Q(pk__in=[])
        return Q(category__in=associate.ticket_categories.all())

    def _open_to(self, associate: Associate) -> TicketQuerySet:
        closed_to_others = (
            TicketCategory.objects.filter(pk=OuterRef("category"))
            .annotate(members_only=F("flags").bitand(CategoryFlag.MEMBERS_ONLY))
            .filter(members_only__gt=0)
        )
        return self.filter(
            Q(owner=associate) | Q(category__in=associate.ticket_categories.all()) | ~Exists(closed_to_others)
        )

    def _among(self, part: Part) -> TicketQuerySet:
        """Of what is nobody's the categories decide."""
        if isinstance(part, bool):
            return self if part else self.filter(owner=None)
        return self.filter(Q(owner=None) | part)

    def of_customer(self, associate: Associate) -> dict[Relation, Q]:
        company = Contact.objects.filter(persons__associates=associate).order_by().values("pk")
        mine = ProjectMember.objects.filter(person__associates=associate).order_by().values("project")
        return {
            Relation.MY_OWN: Q(person__associates=associate) | Q(secondary_persons__associates=associate),
            Relation.MY_COMPANY: Q(person__contact__in=company),
            Relation.SAME_PROJECT: Q(project__in=mine),
        }

    def _of_customers(self, reached: Q) -> TicketQuerySet:
        return self.filter(
            pk__in=self.model._default_manager.filter(reached).values("pk"), slevel=SecurityLevel.EXTERNAL
        )
