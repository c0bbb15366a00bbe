"""The carriers of lists themselves, of items of lists that were made here, and of headings."""

from crm.directory.models import CustomList, CustomListItem, ListHeading
from crm.wire import kinds
from crm.wire.contract import RIGHTS, Column, Constant, Contract, Key

LIST_ENTITY = Contract(
    "ListEntity",
    CustomList,
    {
        "Id": Key(),
        "Name": Column("name", mandatory=True),
        "Tooltip": "tooltip",
        "Deleted": "deleted",
        "Rank": "rank",
        "IsCustomList": Column("is_custom", read_only=True),
        "IsMDOList": Constant(value=True, kind=kinds.BOOLEAN),
        "UseGroupsAndHeadings": "uses_headings",
        "ListType": "list_type",
        "InUseByUserDefinedFields": Constant(value=False, kind=kinds.BOOLEAN),
        **RIGHTS,
    },
    keeps=frozenset({"Name"}),
)

CUSTOM_ITEM = Contract(
    "ListItemEntity",
    CustomListItem,
    {
        "Id": Key(),
        "Name": Column("name", mandatory=True),
        "Tooltip": "tooltip",
        "Deleted": "deleted",
        "UdListDefinitionId": Column("list_id", read_only=True, kind=kinds.INTEGER),
        "Rank": "rank",
        **RIGHTS,
    },
)

HEADING = Contract(
    "HeadingEntity",
    ListHeading,
    {
        "HeadingId": Key(),
        "Name": Column("name", mandatory=True),
        "Tooltip": "tooltip",
        "Deleted": "deleted",
        "Rank": "rank",
        "UdListDefinitionId": Column("list_number", read_only=True),
        **RIGHTS,
    },
)
