"""The carriers of appointments and what stands around them, as the wire spells them."""

from crm.appointments.contracts.appointment import APPOINTMENT

__all__ = ["APPOINTMENT"]
