"""An index of every model, so that Django finds them."""

from crm.appointments.models import (
    Appointment,
    AppointmentLink,
    AppointmentVisibility,
    Participant,
    Recurrence,
)
from crm.delivery.models import Attempt, Delivery
from crm.directory.models import (
    AccessToken,
    Associate,
    Business,
    Contact,
    ContactCategory,
    Country,
    Currency,
    Person,
    Position,
    Priority,
    Project,
    ProjectStatus,
    ProjectType,
    Sale,
    SaleType,
    Task,
    UserGroup,
)
from crm.events.models import SystemEvent
from crm.messages.models import SystemMessage
from crm.tickets.models import (
    CategoryMembership,
    EscalationLevel,
    Ticket,
    TicketCategory,
    TicketMessage,
    TicketMessageHeader,
    TicketPriority,
    TicketStatus,
    TicketTag,
    TicketType,
)
from crm.wire.lists import ListStamp
from crm.wire.repeats import KeptAnswer
from crm.workflows.models import WorkflowEvent

__all__ = [
    "AccessToken",
    "Appointment",
    "AppointmentLink",
    "AppointmentVisibility",
    "Associate",
    "Attempt",
    "Business",
    "CategoryMembership",
    "Contact",
    "ContactCategory",
    "Country",
    "Currency",
    "Delivery",
    "EscalationLevel",
    "KeptAnswer",
    "ListStamp",
    "Participant",
    "Person",
    "Position",
    "Priority",
    "Project",
    "ProjectStatus",
    "ProjectType",
    "Recurrence",
    "Sale",
    "SaleType",
    "SystemEvent",
    "SystemMessage",
    "Task",
    "Ticket",
    "TicketCategory",
    "TicketMessage",
    "TicketMessageHeader",
    "TicketPriority",
    "TicketStatus",
    "TicketTag",
    "TicketType",
    "UserGroup",
    "WorkflowEvent",
]
