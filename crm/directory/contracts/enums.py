"""Wire names of the directory's enums."""

from crm.directory.models import (
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
TASK_COLOR = EnumNames("ColorIndex", TaskColor)
TASK_DIRECTION = EnumNames("TaskDirection", TaskDirection)
TASK_TYPE = EnumNames("TaskType", TaskType)
VIDEO_MEETING_DEFAULT = EnumNames("VideoMeetingStatus", VideoMeetingDefault)
SALE_STATUS = EnumNames("SaleStatus", SaleStatus)
SALE_COMPLETED = EnumNames("ActivityStatus", SaleCompleted)
