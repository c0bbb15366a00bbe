"""Everything with a rule that writes the directory."""

from crm.directory.actions.access import create_token, digest_of, revoke_token
from crm.directory.actions.account import open_account
from crm.directory.actions.lists import locked_row, must_have_name, retire_item, save_item

__all__ = [
    "create_token",
    "digest_of",
    "locked_row",
    "must_have_name",
    "open_account",
    "retire_item",
    "revoke_token",
    "save_item",
]
