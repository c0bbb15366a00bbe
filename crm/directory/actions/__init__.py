"""Everything with a rule that writes the directory."""

from crm.directory.actions.access import create_token, digest_of, revoke_token
from crm.directory.actions.account import open_account
from crm.directory.actions.contact import delete_contact, new_contact, save_contact
from crm.directory.actions.custom_lists import (
    head_item,
    retire_headings,
    retire_list,
    save_custom_item,
    save_heading,
    save_list,
    show_item,
)
from crm.directory.actions.field_values import with_fields
from crm.directory.actions.fields import (
    delete_field,
    is_changed,
    new_field,
    publish_fields,
    revert_fields,
    save_field,
)
from crm.directory.actions.lists import LISTS, locked_row, must_have, must_have_name, retire_item, save_item
from crm.directory.actions.notepad import save_note
from crm.directory.actions.person import add_email, delete_person, new_person, resolve_person, save_person
from crm.directory.actions.project import delete_project, new_project, save_project
from crm.directory.actions.role import administrators, retire_role, save_role
from crm.directory.actions.sale import delete_sale, new_sale, save_sale
from crm.directory.actions.user import new_user, retire_user, save_user, set_presence

__all__ = [
    "LISTS",
    "add_email",
    "administrators",
    "create_token",
    "delete_contact",
    "delete_field",
    "delete_person",
    "delete_project",
    "delete_sale",
    "digest_of",
    "head_item",
    "is_changed",
    "locked_row",
    "must_have",
    "must_have_name",
    "new_contact",
    "new_field",
    "new_person",
    "new_project",
    "new_sale",
    "new_user",
    "open_account",
    "publish_fields",
    "resolve_person",
    "retire_headings",
    "retire_item",
    "retire_list",
    "retire_role",
    "retire_user",
    "revert_fields",
    "revoke_token",
    "save_contact",
    "save_custom_item",
    "save_field",
    "save_heading",
    "save_item",
    "save_list",
    "save_note",
    "save_person",
    "save_project",
    "save_role",
    "save_sale",
    "save_user",
    "set_presence",
    "show_item",
    "with_fields",
]
