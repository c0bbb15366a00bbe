"""What saving says about who is told."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.delivery.models import Delivery, State
from crm.tickets.models import Ticket


def told(ticket: Ticket, began: datetime.datetime, *, notify: bool) -> str:
    """ "Ticket 123 saved. 2 notifications will be sent.", counted in the ledger from `began` on."""
    saved = _("Ticket %(number)s saved.") % {"number": ticket.pk}
    if not notify:
        return f"{saved} {_('Nobody is told.')}"
    planned = Delivery.objects.filter(
        subject_type="ticket", subject_id=ticket.pk, state=State.PLANNED, created_at__gte=began
    ).count()
    if not planned:
        return f"{saved} {_('There is nobody to tell.')}"
    sentence = ngettext("%(n)s notification will be sent.", "%(n)s notifications will be sent.", planned) % {
        "n": planned
    }
    return f"{saved} {sentence}"
