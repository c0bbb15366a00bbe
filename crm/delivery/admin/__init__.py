"""Admin of the delivery ledger."""

from crm.delivery.admin import attempts, ledger
from crm.delivery.admin.waiting import standing

__all__ = ["attempts", "ledger", "standing"]
