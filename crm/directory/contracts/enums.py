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

USER_TYPE = EnumNames(UserType)
TASK_COLOR = EnumNames(TaskColor)
TASK_DIRECTION = EnumNames(TaskDirection)
TASK_TYPE = EnumNames(TaskType)
VIDEO_MEETING_DEFAULT = EnumNames(VideoMeetingDefault)
SALE_STATUS = EnumNames(SaleStatus)
SALE_COMPLETED = EnumNames(SaleCompleted)
