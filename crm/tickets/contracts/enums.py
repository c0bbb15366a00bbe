"""Wire names of the tickets' enums and flags."""

from crm.tickets.models import (
    Badge,
    BaseStatus,
    CategoryFlag,
    ClosingStatus,
    DelegateMethod,
    EscalateEvent,
    MessageCategory,
    MessageType,
    Origin,
    Postponement,
    PriorityFlag,
    PriorityState,
    ReadStatus,
    SecurityLevel,
    TimeCounter,
)
from crm.wire.deviations import approximate
from crm.wire.values import EnumNames, FlagNames, pascal

DEVIATIONS = {
    "enum TicketBaseStatus.Unknown": approximate(
        "taken for none given, and never answered: every status stands on one of the others"
    )
}
BASE_STATUS = EnumNames("TicketBaseStatus", BaseStatus, input_only=Postponement)
BADGE = EnumNames("BadgeType", Badge)
CLOSING_STATUS = EnumNames("TicketCategoryClosingStatus", ClosingStatus)
DELEGATE_METHOD = EnumNames("TicketCategoryDelegateMethod", DelegateMethod)
ESCALATE_EVENT = EnumNames("TicketPriorityEscalateEvent", EscalateEvent)
MESSAGE_CATEGORY = EnumNames("TicketMessageCategory", MessageCategory)
MESSAGE_TYPE = EnumNames("TicketMessageType", MessageType, HTML="Html")
ORIGIN = EnumNames("TicketOrigin", Origin, SMS="SMS", API="API")
PRIORITY_STATE = EnumNames("TicketPriorityStatus", PriorityState)
READ_STATUS = EnumNames("TicketReadStatus", ReadStatus)
SECURITY_LEVEL = EnumNames("TicketSecurityLevel", SecurityLevel)
TIME_COUNTER = EnumNames("TicketStatusTimeCounter", TimeCounter)
CATEGORY_FLAGS = FlagNames("TicketCategoryFlags", {int(flag): pascal(flag.name) for flag in CategoryFlag})
PRIORITY_FLAGS = FlagNames("TicketPriorityFlags", {int(flag): pascal(flag.name) for flag in PriorityFlag})
