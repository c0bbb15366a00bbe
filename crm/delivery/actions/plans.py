"""Deciding that somebody is to be told."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import parseaddr
from functools import cache
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.delivery.models import Channel, Delivery, State, message_id
from crm.delivery.models.address import is_address
from crm.wire.sql import insert_missing

_RECIPIENT_LENGTH = 254


@dataclass(frozen=True, slots=True)
class Plan:
    """One notification to be: who is told what, how, and from when on.

    `recipient` is the address; for somebody who has none it is what tells them apart, such as their name.
    `occurrence` sets a second notification of the same kind apart (the id of a message, a day); what was
    planned before under the same names is left as it is. `context` holds JSON values, dates and decimals.
    `due_at` of None means at once. With a reason in `suppressed` the row is written and never sent.
    """

    kind: str
    subject_type: str
    subject_id: int
    recipient: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    channel: Channel = Channel.EMAIL
    occurrence: str = ""
    recipient_associate_id: int | None = None
    due_at: datetime.datetime | None = None
    suppressed: str = ""

    def __post_init__(self) -> None:
        # The database would refuse it too, but in the middle of somebody else's transaction.
        if not (self.kind and self.subject_type and self.template):
            raise ValueError(f"a plan names its kind, subject and template: {self!r}")

    @property
    def reason(self) -> str:
        """Why it is not to be sent; empty when it is."""
        if self.suppressed:
            return self.suppressed
        usable = self.recipient.isprintable() and 0 < len(self.recipient) <= _RECIPIENT_LENGTH
        if self.channel == Channel.EMAIL:
            usable = usable and is_address(self.recipient)
        return "" if usable else _("no usable address")


def plan_deliveries(plans: Sequence[Plan]) -> None:
    """Writes the plans into the ledger, in the caller's transaction: with the fact, or not at all.

    One INSERT for hundreds of them; nothing is read and nothing rendered.
    Raises TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "plan_deliveries belongs into the transaction of the fact it tells of"
        )
    if not plans:
        return
    at, domain = timezone.now(), mail_domain()
    insert_missing(*[_row(plan, at, domain) for plan in plans])


def _row(plan: Plan, at: datetime.datetime, domain: str) -> Delivery:
    reason = plan.reason
    delivery = Delivery(
        kind=plan.kind,
        subject_type=plan.subject_type,
        subject_id=plan.subject_id,
        recipient=plan.recipient[:_RECIPIENT_LENGTH],
        recipient_associate_id=plan.recipient_associate_id,
        channel=plan.channel,
        occurrence=plan.occurrence,
        template=plan.template,
        context=dict(plan.context),
        state=State.SUPPRESSED if reason else State.PLANNED,
        reason=reason,
        due_at=plan.due_at or at,
        created_at=at,
        finished_at=at if reason else None,
    )
    delivery.message_id = message_id(delivery, domain)
    return delivery


def mail_domain() -> str:
    """The right-hand side of Message-IDs: that of the address the desk writes from."""
    return _domain_of(settings.FJORD_FROM_ADDRESS or settings.DEFAULT_FROM_EMAIL)


@cache
def _domain_of(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"
