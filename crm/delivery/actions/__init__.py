"""Every write to the ledger.

Planning belongs to whoever states a fact, claiming and marking to workers, retrying and cancelling to people.
"""

from crm.delivery.actions.claims import (
    Claim,
    begin_attempt,
    claim_due,
    expire_leases,
    extend_leases,
    release_claims,
)
from crm.delivery.actions.marks import mark_delivered, mark_failed
from crm.delivery.actions.orders import cancel, retry_dead
from crm.delivery.actions.plans import Plan, mail_domain, plan_deliveries
from crm.delivery.actions.policy import RetryPolicy

__all__ = [
    "Claim",
    "Plan",
    "RetryPolicy",
    "begin_attempt",
    "cancel",
    "claim_due",
    "expire_leases",
    "extend_leases",
    "mail_domain",
    "mark_delivered",
    "mark_failed",
    "plan_deliveries",
    "release_claims",
    "retry_dead",
]
