"""Everything with a rule that writes the directory."""

from crm.directory.actions.access import create_token, digest_of, revoke_token

__all__ = ["create_token", "digest_of", "revoke_token"]
