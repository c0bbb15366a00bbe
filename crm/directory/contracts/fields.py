"""The carriers of custom fields: what administrators lay out, and what everybody sees of it."""

from __future__ import annotations

from crm.directory.contracts.enums import CUSTOM_FIELD_TYPE, FIELD_TYPE, JUSTIFICATION, UDEF_TYPE
from crm.directory.models import CustomField
from crm.directory.models.field_types import LIST_TABLES, USER_LIST_TABLE, FieldType, field_list
from crm.wire import kinds
from crm.wire.contract import RIGHTS, Column, Computed, Constant, Contract, Enum, Key
from crm.wire.deviations import approximate

DEVIATIONS = {
    "field FieldInfoBase.IsDisplayField": approximate("always false: no field stands for its row"),
    "field FieldInfoBase.TemplateVariableName": approximate("always empty: there are no templates"),
    "enum CustomFieldType.*": approximate("never answered: no field of this type can be laid out"),
}
_TABLES = {number: table for table, number in LIST_TABLES.items()}
_NO_COLUMN = Constant(0, kinds.INTEGER)  # values are kept together, not in a column each
_NO_VARIABLE = Constant("")


def _list_table(number: int) -> int:
    return _TABLES.get(number, USER_LIST_TABLE) if number else 0


def _list_name(number: int) -> str | None:
    found = field_list(number)
    return found.name if found else None


def _whole_default(kind: int, default: str) -> int:
    """The default as the number that this carrier has room for; 0 where it is none."""
    return int(default) if kind in (FieldType.NUMBER, FieldType.LIST) and default.isdecimal() else 0


USER_DEFINED_FIELD = Contract(
    "UserDefinedFieldInfo",
    CustomField,
    {
        "UDefFieldId": Key(),
        "ColumnId": _NO_COLUMN,
        "FieldDefault": "default",
        "FieldHeight": "field_height",
        "FieldLabel": Column("label", mandatory=True),
        "FieldLeft": "field_left",
        "FieldTop": "field_top",
        "FieldType": Enum("type", FIELD_TYPE),
        "FieldWidth": "field_width",
        "FormatMask": "format_mask",
        "HideLabel": "hide_label",
        "IsIndexed": "is_indexed",
        "LabelHeight": "label_height",
        "LabelLeft": "label_left",
        "LabelTop": "label_top",
        "LabelWidth": "label_width",
        "LastVersionId": Column("last_version_id", read_only=True),
        "ListTableId": Computed(_list_table, ["list_id"], kinds.INTEGER, writes="list_table"),
        "IsMandatory": "is_mandatory",
        "Type": Enum("owner", UDEF_TYPE, read_only=True),
        "Page1LineNo": "page1_line",
        "ProgId": "key",
        "IsReadOnly": "is_read_only",
        "ShortLabel": "short_label",
        "TabOrder": "tab_order",
        "TextLength": "text_length",
        "Tooltip": "tooltip",
        "UdefIdentity": Column("identity", read_only=True),
        "UDListDefinitionId": Column("list_id", kind=kinds.INTEGER),
        "Justification": Enum("justification", JUSTIFICATION),
        "Version": Column("version", read_only=True),
        "TemplateVariableName": _NO_VARIABLE,
        "HasBeenPublished": Column("has_been_published", read_only=True),
        "MdoListName": Computed(_list_name, ["list_id"], kinds.STRING),
        **RIGHTS,
    },
)

FIELD_INFO = Contract(
    "FieldInfoBase",
    CustomField,
    {
        "FieldType": Computed(CUSTOM_FIELD_TYPE.get, ["type"], kinds.STRING),
        "FieldName": Column("key", read_only=True),
        "DisplayName": Column("label", read_only=True),
        "Description": Column("tooltip", read_only=True),
        "ShortLabel": Column("short_label", read_only=True),
        "HideLabel": Column("hide_label", read_only=True),
        "HideField": Column("hide_field", read_only=True),
        "IsIndexed": Column("is_indexed", read_only=True),
        "IsMandatory": Column("is_mandatory", read_only=True),
        "IsReadOnly": Column("is_read_only", read_only=True),
        "IsExternal": Column("is_external", read_only=True),
        "IsDisplayField": Constant(value=False, kind=kinds.BOOLEAN),
        "Rank": Column("tab_order", read_only=True),
        "TemplateVariableName": _NO_VARIABLE,
        "DefaultValue": Computed(_whole_default, ["type", "default"], kinds.INTEGER),
    },
)
