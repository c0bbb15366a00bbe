"""Wire names of the tickets' enums and flags."""

from crm.tickets.models import (
    Badge,
    BaseStatus,
    CategoryFlag,
    ClosingStatus,
    DelegateMethod,
    EscalateEvent,
    Origin,
    Postponement,
    PriorityFlag,
    PriorityState,
    ReadStatus,
    SecurityLevel,
    TimeCounter,
)
from crm.wire.values import EnumNames, FlagNames, pascal

BASE_STATUS = EnumNames(BaseStatus, input_only=Postponement)
BADGE = EnumNames(Badge)
CLOSING_STATUS = EnumNames(ClosingStatus)
DELEGATE_METHOD = EnumNames(DelegateMethod)
ESCALATE_EVENT = EnumNames(EscalateEvent)
ORIGIN = EnumNames(Origin, SMS="SMS", API="API")
PRIORITY_STATE = EnumNames(PriorityState)
READ_STATUS = EnumNames(ReadStatus)
SECURITY_LEVEL = EnumNames(SecurityLevel)
TIME_COUNTER = EnumNames(TimeCounter)
CATEGORY_FLAGS = FlagNames({int(flag): pascal(flag.name) for flag in CategoryFlag})
PRIORITY_FLAGS = FlagNames({int(flag): pascal(flag.name) for flag in PriorityFlag})
