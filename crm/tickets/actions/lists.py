"""Everything that writes the lists that sort tickets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.directory.actions import LISTS, locked_row, must_have, must_have_name
from crm.directory.models import Associate, Function
from crm.tickets.actions.category import name_categories
from crm.tickets.models import (
    BaseStatus,
    CategoryMembership,
    EscalationLevel,
    PriorityFlag,
    PriorityState,
    Ticket,
    TicketCategory,
    TicketPriority,
    TicketStatus,
    TicketType,
)
from crm.wire.lists import touch
from crm.wire.sql import insert

Values = Mapping[str, Any]
GROUPS = ("statuses", "priorities", "visible_for_groups")


def save_status(status: TicketStatus, values: Values, *, by: Associate) -> TicketStatus:
    """Adds or changes a status. A new default takes the place of the old one; a base status never loses its last.

    All or nothing.
    """
    must_have(by, *LISTS)
    with transaction.atomic():
        status = locked_row(status)
        before = None if status._state.adding else (status.base, status.deleted)
        _set(status, values)
        must_have_name(status)
        if before is not None and before != (status.base, status.deleted):
            _must_not_be_the_last(status, before[0])
        if status.is_default:
            others = TicketStatus.objects.filter(base=status.base, is_default=True)
            others.exclude(pk=status.pk).update(is_default=False)
        status.save()
    return status


def retire_status(status: TicketStatus, *, by: Associate) -> None:
    """Marks a status as deleted: tickets keep it, nobody chooses it any more."""
    save_status(status, {"deleted": True, "is_default": False}, by=by)


def _must_not_be_the_last(status: TicketStatus, base: int) -> None:
    if status.base != base and Ticket.objects.filter(status=status.pk).exists():
        raise ValidationError({"base": _("Tickets have this status; its base status stays.")})
    if not TicketStatus.objects.filter(base=base, deleted=False).exclude(pk=status.pk).exists():
        words = _("This is the last status for %(base)s; make another one first.")
        raise ValidationError(words % {"base": BaseStatus(base).label})


def replace_status(old: TicketStatus, new: TicketStatus, *, by: Associate) -> int:
    """Gives the new status to everything that has the old one; returns how many tickets that were. All or nothing."""
    must_have(by, *LISTS)
    if old.base != new.base:
        raise ValidationError(_("These statuses stand on different base statuses."))
    with transaction.atomic():
        changed = Ticket.objects.filter(status=old).update(status=new, last_changed=timezone.now())
        for name in ("default_ticket_status", "default_message_status"):
            TicketCategory.objects.filter(**{name: old}).update(**{name: new})
        TicketType.objects.filter(default_status=old).update(default_status=new)
        for ticket_type in TicketType.objects.filter(statuses=old):
            ticket_type.statuses.remove(old)
            ticket_type.statuses.add(new)
    return changed


def save_priority(priority: TicketPriority, values: Values, *, by: Associate) -> TicketPriority:
    """Adds or changes a priority with its chain of escalation. A new default takes the place of the old one.

    All or nothing.
    """
    must_have(by, *LISTS)
    with transaction.atomic():
        priority = locked_row(priority)
        _set(priority, values, apart=("escalation_levels",))
        must_have_name(priority)
        priority.save()
        if priority.flags & PriorityFlag.DEFAULT:
            for other in TicketPriority.objects.exclude(pk=priority.pk):
                if other.flags & PriorityFlag.DEFAULT:
                    other.flags -= PriorityFlag.DEFAULT
                    other.save(update_fields=["flags"])
        if "escalation_levels" in values:
            _write_levels(priority, values["escalation_levels"])
    return priority


def retire_priority(priority: TicketPriority, *, by: Associate) -> None:
    """Marks a priority as deleted: tickets keep it, nobody chooses it any more."""
    flags = priority.flags & ~PriorityFlag.DEFAULT
    save_priority(priority, {"status": PriorityState.DELETED, "flags": flags}, by=by)


def _write_levels(priority: TicketPriority, levels: list[dict[str, Any]]) -> None:
    """Makes the chain what was sent; an equal one keeps its rows."""
    wanted = [EscalationLevel(priority=priority, **level) for level in levels]
    if len({level.level for level in wanted}) < len(wanted):
        raise ValidationError({"escalation_levels": _("Two levels have the same number.")})
    wanted.sort(key=lambda level: level.level)
    kept = list(priority.escalation_levels.order_by("level"))
    if [_told(level) for level in kept] != [_told(level) for level in wanted]:
        priority.escalation_levels.all().delete()
        insert(*wanted)


def _told(level: EscalationLevel) -> dict[str, Any]:
    return {
        field.attname: getattr(level, field.attname)
        for field in level._meta.concrete_fields
        if not field.primary_key
    }


def save_category(category: TicketCategory, values: Values, *, by: Associate) -> TicketCategory:
    """Adds or changes a category and names it, and all below it, by the path to it. All or nothing."""
    must_have(by, Function.CATEGORIES, Function.SERVICE)
    with transaction.atomic():
        category = locked_row(category)
        _set(category, values)
        must_have_name(category)
        above = category.parent
        while above is not None and category.pk is not None:
            if above.pk == category.pk:
                raise ValidationError({"parent": _("A category cannot hang below itself.")})
            above = above.parent
        category.save()
        name_categories(category)
    return category


def retire_category(category: TicketCategory, *, by: Associate) -> None:
    """Marks a category as deleted: tickets keep it, nobody chooses it any more. Others must not hang below it."""
    if category.children.filter(deleted=False).exists():
        raise ValidationError(_("Other categories hang below this one; move or delete them first."))
    save_category(category, {"deleted": True}, by=by)


def save_members(
    category: TicketCategory,
    *,
    added: Sequence[Values] = (),
    changed: Sequence[Values] = (),
    removed: Sequence[Values] = (),
    by: Associate,
) -> None:
    """Adds members to a category, changes their weights, and takes members out of it. All or nothing.

    Each is a dict with `associate_id` and, where it counts, `weight`. Raises PermissionDenied.
    """
    must_have(by, Function.CATEGORIES, Function.SERVICE)
    with transaction.atomic():
        touch()
        members = CategoryMembership.objects.filter(category=category)
        members.filter(associate__in=[each["associate_id"] for each in removed]).delete()
        for each in changed:
            if not members.filter(associate=each["associate_id"]).exists():
                raise ValidationError(_("Only members of the category have a weight to change."))
        for each in (*added, *changed):
            member = members.filter(associate=each["associate_id"]).first()
            member = member or CategoryMembership(category=category, associate_id=each["associate_id"])
            member.weight = each.get("weight", member.weight)
            member.save()


def move_tickets(old: TicketCategory, new: TicketCategory, *, by: Associate) -> int:
    """Moves every ticket of a category into another; returns how many that were."""
    must_have(by, Function.CATEGORIES, Function.SERVICE)
    return Ticket.objects.filter(category=old).update(category=new, last_changed=timezone.now())


def save_type(ticket_type: TicketType, values: Values, *, by: Associate) -> TicketType:
    """Adds or changes a ticket type. A new default takes the place of the old one. All or nothing."""
    must_have(by, *LISTS)
    with transaction.atomic():
        ticket_type = locked_row(ticket_type)
        _set(ticket_type, values, apart=GROUPS)
        must_have_name(ticket_type)
        if ticket_type.is_default:
            TicketType.objects.filter(is_default=True).exclude(pk=ticket_type.pk).update(is_default=False)
        ticket_type.save()
        for name in GROUPS:
            if name in values:
                getattr(ticket_type, name).set(values[name])
        _check_allowed(ticket_type)
    return ticket_type


def _check_allowed(ticket_type: TicketType) -> None:
    """A default is one of those that are allowed, where only some are."""
    for default, name in (("default_status", "statuses"), ("default_priority", "priorities")):
        allowed = set(getattr(ticket_type, name).values_list("pk", flat=True))
        if allowed and getattr(ticket_type, f"{default}_id") not in allowed:
            raise ValidationError({default: _("Tickets of this type cannot have this one.")})


def retire_type(ticket_type: TicketType, *, by: Associate) -> None:
    """Marks a ticket type as deleted: tickets keep it, nobody chooses it any more."""
    save_type(ticket_type, {"deleted": True, "is_default": False}, by=by)


def replace_type(old: TicketType, new: TicketType, *, by: Associate) -> int:
    """Gives the new type to every ticket of the old one; returns how many that were."""
    must_have(by, *LISTS)
    return Ticket.objects.filter(ticket_type=old).update(ticket_type=new, last_changed=timezone.now())


def _set(row: Any, values: Values, *, apart: tuple[str, ...] = ()) -> None:
    for name, value in values.items():
        if name not in apart:
            setattr(row, name, value)
