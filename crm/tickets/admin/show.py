"""How tickets look in lists."""

from __future__ import annotations

import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.directory.admin.show import NOTHING, due, pill, symbol
from crm.tickets.models import BaseStatus, ReadStatus, Ticket

TONES = {
    BaseStatus.ACTIVE: "busy",
    BaseStatus.CLOSED: "good",
    BaseStatus.POSTPONED: "soon",
    BaseStatus.DELETED: "plain",
    BaseStatus.MERGED: "plain",
    BaseStatus.SPAM: "plain",
}
DISCARDED = (BaseStatus.DELETED, BaseStatus.SPAM, BaseStatus.MERGED)


def subject(ticket: Ticket) -> SafeString:
    """The title between the signs of what is new and what hangs on it."""
    discarded = ticket.base_status in DISCARDED  # nobody is to read these any more
    unread = ticket.read_status == ReadStatus.RED and not discarded
    title = ticket.title or _("(no subject)")
    return format_html(
        '<span class="desk-subject{}">{}{}<bdi class="desk-cut" title="{}">{}</bdi>{}{}</span>',
        " desk-unread" if unread else "",
        SafeString("") if discarded else read_sign(ticket),
        escalation(ticket),
        title,
        title,
        symbol("attach_file", _("With attachments")) if ticket.has_attachment else "",
        messages(ticket.num_messages),
    )


def read_sign(ticket: Ticket) -> SafeString:
    return READ_SIGNS.get(ReadStatus(ticket.read_status), lambda: SafeString(""))()


READ_SIGNS = {
    ReadStatus.RED: lambda: sign("new", _("Not read by the owner")),
    ReadStatus.YELLOW: lambda: sign("changed", _("New information since the owner read it")),
}


def sign(name: str, label: str) -> SafeString:
    return format_html(
        '<span class="desk-sign desk-sign-{}" title="{}"><span class="desk-spoken">{}</span></span>',
        name,
        label,
        label,
    )


def escalation(ticket: Ticket) -> SafeString:
    if ticket.alert_level <= 0:
        return SafeString("")
    label = _("Escalated, level %(level)s") % {"level": ticket.alert_level}
    return symbol("local_fire_department", label, "late")


def messages(number: int) -> SafeString:
    if not number:
        return SafeString("")
    label = ngettext("%(n)s message", "%(n)s messages", number) % {"n": number}
    return format_html('<span class="desk-count" title="{}">{}</span>', label, number)


def status(ticket: Ticket) -> SafeString:
    return pill(ticket.status, TONES[BaseStatus(ticket.base_status)])


def customer(ticket: Ticket) -> SafeString:
    if ticket.person is None:
        return NOTHING
    company = ticket.person.contact
    title = f"{ticket.person}, {company}" if company else str(ticket.person)
    return format_html('<bdi class="desk-cut" title="{}">{}</bdi>', title, ticket.person)


def category(ticket: Ticket) -> SafeString:
    """The last part of the path; the title tells the whole."""
    if ticket.category is None:
        return NOTHING
    return format_html('<bdi class="desk-cut" title="{}">{}</bdi>', ticket.category, ticket.category.name)


def owner(ticket: Ticket) -> SafeString:
    if ticket.owner is None:
        return symbol("person_off", _("Nobody"))
    return format_html('<bdi class="desk-cut" title="{}">{}</bdi>', ticket.owner, ticket.owner)


def due_when_open(ticket: Ticket, now: datetime.datetime) -> SafeString:
    """The deadline in words; what is closed is neither early nor late any more."""
    return due(ticket.deadline, now) if ticket.base_status == BaseStatus.ACTIVE else NOTHING
