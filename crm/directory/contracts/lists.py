"""The carriers of short lists that other carriers hold whole."""

from crm.directory.contracts.enums import TASK_COLOR, TASK_DIRECTION, TASK_TYPE, VIDEO_MEETING_DEFAULT
from crm.directory.models import Priority, Task
from crm.directory.models.lists import ListItem
from crm.wire import kinds
from crm.wire.contract import RIGHTS, Column, Constant, Contract, Enum, Key

PRIORITY = Contract(
    "Priority",
    Priority,
    {
        "Id": Key(),
        "Value": "name",
        "Tooltip": "tooltip",
        **RIGHTS,
    },
    listed=True,
)

TASK = Contract(
    "TaskListItem",
    Task,
    {
        "TaskListItemId": Key(),
        "Value": "name",
        "Direction": Enum("direction", TASK_DIRECTION),
        "Type": Enum("type", TASK_TYPE),
        "Tooltip": "tooltip",
        "Deleted": "deleted",
        "IntentId": "intent_id",
        "Rank": "rank",
        "IsDefaultAlldayEvent": "is_default_all_day",
        "IsDefaultFree": "is_default_free",
        "IsDefaultPublished": "is_default_published",
        "ColorIndex": Enum("color", TASK_COLOR),
        "DefaultVideomeetingStatus": Enum("video_meeting", VIDEO_MEETING_DEFAULT),
        **RIGHTS,
    },
    listed=True,
)

SIMPLE_TASK = Contract(
    "SoTask",
    Task,
    {"Id": Key(), "Value": "name", "Tooltip": "tooltip", **RIGHTS},
)


def item_contract(model: type[ListItem], list_id: int) -> Contract:
    """The carrier of an item of an ordinary list."""
    return Contract(
        "ListItemEntity",
        model,
        {
            "Id": Key(),
            "Name": Column("name", mandatory=True),
            "Tooltip": "tooltip",
            "Deleted": "deleted",
            "UdListDefinitionId": Constant(list_id, kinds.INTEGER),
            "Rank": "rank",
            **RIGHTS,
        },
    )
