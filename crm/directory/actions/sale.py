"""Saving and deleting sales."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from crm.directory.actions.record import give_number, held, number_fault, refuse, stamp, take, trimmed
from crm.directory.models import Associate, Currency, Sale, SaleStatus
from crm.wire.rights import must_reach

PREFIX = "S-"
PERCENT = 100


def new_sale(*, by: Associate) -> Sale:
    """An unsaved sale with the defaults of a new one: the caller's, open, for today, in the first currency."""
    currencies = Currency.objects.catalog().values()
    currency = next((row for row in currencies if not row.deleted), None)
    return Sale(associate=by, created_by=by, sale_date=timezone.now(), currency=currency)


def save_sale(sale: Sale, values: Mapping[str, Any], *, by: Associate) -> Sale:
    """Creates or changes a sale. All or nothing.

    `values` go by attribute. Of earning and earning in percent the one that changes decides the other; when only the
    amount changes, the percentage stays. Raises ValidationError with a message for each attribute at fault. A sale
    without a number gets one.
    """
    with transaction.atomic():
        is_new = sale._state.adding
        sale = held(sale, "change", by)
        owner, before = sale.associate_id, (sale.amount, sale.earning, sale.earning_percent)
        take(sale, values, {})
        trimmed(sale, "title", "number")
        sale.associate_id = sale.associate_id or owner or by.pk
        sale.sale_date = sale.sale_date or timezone.now()
        if sale.person is not None and sale.contact_id is None:
            sale.contact_id = sale.person.contact_id
        refuse(_faults(sale))
        _settle_earning(sale, before)
        stamp(sale, by)
        sale.save()
        give_number(sale, "number", PREFIX)
        if is_new:
            must_reach("add", sale, by)
    return sale


def delete_sale(sale: Sale, *, by: Associate) -> None:
    """Deletes a sale; what refers to it loses the reference."""
    with transaction.atomic():
        held(sale, "delete", by).delete()


def _settle_earning(sale: Sale, before: tuple[float, float, float]) -> None:
    amount, earning, percent = before
    if sale.earning != earning:
        if sale.amount:
            sale.earning_percent = sale.earning / sale.amount * PERCENT
    elif sale.earning_percent != percent or sale.amount != amount:
        sale.earning = sale.amount * sale.earning_percent / PERCENT


def _faults(sale: Sale) -> dict[str, str]:
    faults = number_fault(sale, "number")
    if not sale.title:
        faults["title"] = _("A heading is needed.")
    if not 0 <= sale.probability <= PERCENT:
        faults["probability"] = _("A probability lies between 0 and 100 percent.")
    for name in ("amount", "earning", "earning_percent"):
        if not math.isfinite(getattr(sale, name)):
            faults[name] = _("A number is needed.")
    if sale.status == SaleStatus.UNKNOWN:
        faults["status"] = _("A status is needed: Open, Sold, Lost or Stalled.")
    return faults
