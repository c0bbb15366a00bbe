"""The carrier of a user."""

from crm.directory.contracts.enums import USER_TYPE
from crm.directory.contracts.field_values import extra_fields
from crm.directory.models import Associate, FieldOwner
from crm.wire import kinds
from crm.wire.contract import RIGHTS, Column, Computed, Contract, Enum, Id, Key

ASSOCIATE = Contract(
    "Associate",
    Associate,
    {
        "AssociateId": Key(),
        "Name": "name",
        "PersonId": Id("person"),
        "Rank": "rank",
        "Tooltip": "tooltip",
        "Type": Enum("type", USER_TYPE),
        "GroupIdx": Id("group"),
        "FullName": "full_name",
        "FormalName": Computed(lambda full_name: full_name, ["full_name"], kinds.STRING),
        "Deleted": "deleted",
        "EjUserId": "ej_user_id",
        "UserName": Column("user__username", kind=kinds.STRING),
        **extra_fields(FieldOwner.USER),
        **RIGHTS,
    },
    listed=True,
    nested_rights="table",
)
