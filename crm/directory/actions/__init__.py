"""Everything with a rule that writes the directory."""

from crm.directory.actions.access import create_token, digest_of, revoke_token
from crm.directory.actions.account import open_account

__all__ = ["create_token", "digest_of", "open_account", "revoke_token"]
