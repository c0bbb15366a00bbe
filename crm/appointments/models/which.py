"""Which appointments: of whom, when, and for whom."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from crm.appointments.models.enums import State
from crm.appointments.models.state import IN_THE_CHECKLIST, IN_THE_DIARY, OUT_OF_THE_DIARY
from crm.directory.models import Associate, Entity, Relation
from crm.directory.models.owned import OwnedQuerySet, reach
from crm.wire.rights import SELECT

if TYPE_CHECKING:
    from crm.appointments.models.appointment import Appointment  # noqa: F401  # it stands in the base of the class


class AppointmentQuerySet(OwnedQuerySet["Appointment"]):
    """Which appointments."""

    entity = Entity.APPOINTMENT

    def visible_to(self, associate: Associate) -> AppointmentQuerySet:
        """The owner's, one's own bookings, and those that somebody made visible; all for an administrator.

        Of others' diaries those alone that the role reaches.
        """
        if associate.is_administrator:
            return self
        own = mine = Q(associate=associate) | Q(created_by=associate)
        if associate.is_internal:
            own |= (
                Q(visible_for__visibility=0)
                | Q(visible_for__associate=associate)
                | Q(visible_for__group=associate.group_id or 0)
                | Q(visible_for__group__in=associate.other_groups.all())
                | Q(visible_for=None)
            )
        rows = self.filter(pk__in=self._all().filter(own).values("pk"))
        part = reach(associate, self.entity, self.owner, SELECT) if associate.is_internal else True
        if isinstance(part, bool):
            return rows if part else rows.filter(mine)
        return rows.filter(mine | part)

    def of_customer(self, associate: Associate) -> dict[Relation, Q]:
        return {Relation.MY_OWN: Q(associate=associate) | Q(created_by=associate)}

    def in_diaries(self) -> AppointmentQuerySet:
        """Those that stand in a diary: neither in a checklist, nor declined, cancelled or hidden."""
        return self.filter(type__in=IN_THE_DIARY).exclude(state__in=OUT_OF_THE_DIARY)

    def masked_for(self, associate: Associate) -> AppointmentQuerySet:
        """Entries of diaries that are not visible to a colleague, who sees only that the time is taken."""
        if associate.is_administrator or not associate.is_internal:
            return self.none()
        seen = self._all().visible_to(associate).filter(pk=OuterRef("pk"))
        return self.in_diaries().filter(~Exists(seen)).reached_by(associate, SELECT)

    def in_checklists(self, at: datetime.datetime) -> AppointmentQuerySet:
        """What is still to do: entries of checklists, and those of diaries that are over; none that is done."""
        overdue = Q(type__in=IN_THE_DIARY, end__lt=at)
        rows = self.filter(Q(type__in=IN_THE_CHECKLIST) | overdue)
        return rows.exclude(state__in=(State.COMPLETED, *OUT_OF_THE_DIARY))

    def between(self, start: datetime.datetime | None, end: datetime.datetime | None) -> AppointmentQuerySet:
        """Those that touch a span of time; None leaves it open. One that ends as the span starts is left out."""
        rows = self
        if start is not None:
            rows = rows.filter(Q(end__gt=start) | Q(start__gte=start))
        return rows.filter(start__lt=end) if end is not None else rows

    def own_of(self, associate: Associate, meetings: Sequence[int]) -> AppointmentQuerySet:
        """A user's own entries for these meetings, which go by the id of either."""
        return self.filter(Q(pk__in=meetings) | Q(mother__in=meetings), associate=associate)

    def with_later(self) -> AppointmentQuerySet:
        """These, and the later ones of the same series that have the same owner."""
        same = {name: OuterRef(name) for name in ("recurrence", "associate")}
        earlier = self.filter(**same, start__lte=OuterRef("start"))
        return self._all().filter(Q(pk__in=self.values("pk")) | Exists(earlier))

    def published(self, at: datetime.datetime) -> AppointmentQuerySet:
        """Those that are published at a moment, the last and the first one included."""
        since = Q(publish_from=None) | Q(publish_from__lte=at)
        until = Q(publish_to=None) | Q(publish_to__gte=at)
        return self.filter(since, until, is_published=True)

    def _all(self) -> AppointmentQuerySet:
        """Every appointment, whatever this queryset is narrowed to."""
        return AppointmentQuerySet(self.model)
