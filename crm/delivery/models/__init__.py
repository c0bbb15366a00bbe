"""The delivery ledger: what was to be told to whom, and what became of it."""

from crm.delivery.models.attempt import Attempt, Outcome
from crm.delivery.models.delivery import Channel, Delivery, DeliveryQuerySet, State, message_id

__all__ = ["Attempt", "Channel", "Delivery", "DeliveryQuerySet", "Outcome", "State", "message_id"]
