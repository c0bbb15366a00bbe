"""The carriers of appointments and what stands around them, as the wire spells them."""

from crm.appointments.contracts.appointment import APPOINTMENT
from crm.appointments.contracts.flat import FLAT, MASKED, SUMMARY
from crm.appointments.contracts.info import INFO, MASKED_INFO

__all__ = ["APPOINTMENT", "FLAT", "INFO", "MASKED", "MASKED_INFO", "SUMMARY"]
