"""Wire names of the directory's enums."""

from crm.directory.models import (
    FieldOwner,
    FieldType,
    Justification,
    RoleType,
    SaleCompleted,
    SaleStatus,
    TaskColor,
    TaskDirection,
    TaskType,
    UserType,
    VideoMeetingDefault,
)
from crm.wire.values import EnumNames

USER_TYPE = EnumNames("UserType", UserType)
ROLE_TYPE = EnumNames("RoleType", RoleType)
TASK_COLOR = EnumNames("ColorIndex", TaskColor)
TASK_DIRECTION = EnumNames("TaskDirection", TaskDirection)
TASK_TYPE = EnumNames("TaskType", TaskType)
VIDEO_MEETING_DEFAULT = EnumNames("VideoMeetingStatus", VideoMeetingDefault)
SALE_STATUS = EnumNames("SaleStatus", SaleStatus)
SALE_COMPLETED = EnumNames("ActivityStatus", SaleCompleted)
UDEF_TYPE = EnumNames("UDefType", FieldOwner)
FIELD_TYPE = EnumNames("UDefFieldType", FieldType)
JUSTIFICATION = EnumNames("UDefJustification", Justification)
# What the other carrier of custom fields, whose enum is `CustomFieldType`, calls the types.
CUSTOM_FIELD_TYPE: dict[int, str] = {
    FieldType.NUMBER: "Integer",
    FieldType.SHORT_TEXT: "ShortText",
    FieldType.LONG_TEXT: "LongText",
    FieldType.DATE: "Date",
    FieldType.UNLIMITED_DATE: "Date",
    FieldType.CHECKBOX: "Checkbox",
    FieldType.LIST: "MdoList",
    FieldType.DECIMAL: "Decimal",
    FieldType.DATE_TIME: "DateTime",
}
