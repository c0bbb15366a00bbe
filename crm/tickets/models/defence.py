"""A ticket's base status is that of its status: a rule over two tables, held by the database itself.

PostgreSQL holds it by a composite foreign key, SQLite by triggers. Both are laid after every migration, since SQLite
loses triggers whenever Django rebuilds a table.
"""

from __future__ import annotations

from django.db import connections

_POSTGRESQL = """
ALTER TABLE crm_ticket ADD CONSTRAINT ticket_base_of_status FOREIGN KEY (status_id, base_status)
    REFERENCES crm_ticketstatus (id, base) DEFERRABLE INITIALLY DEFERRED
"""
_POSTGRESQL_STANDS = "SELECT 1 FROM pg_constraint WHERE conname = 'ticket_base_of_status'"
_REFUSED = """
BEGIN
    SELECT RAISE(ABORT, 'ticket_base_of_status') WHERE NOT EXISTS (
        SELECT 1 FROM crm_ticketstatus WHERE id = NEW.status_id AND base = NEW.base_status
    );
END
"""
_SQLITE = (
    f"CREATE TRIGGER IF NOT EXISTS ticket_base_of_status_insert BEFORE INSERT ON crm_ticket {_REFUSED}",
    f"""
    CREATE TRIGGER IF NOT EXISTS ticket_base_of_status_update
    BEFORE UPDATE OF status_id, base_status ON crm_ticket {_REFUSED}
    """,
    """
    CREATE TRIGGER IF NOT EXISTS ticket_base_of_status_rebase BEFORE UPDATE OF base ON crm_ticketstatus
    WHEN NEW.base <> OLD.base AND EXISTS (SELECT 1 FROM crm_ticket WHERE status_id = OLD.id)
    BEGIN
        SELECT RAISE(ABORT, 'ticket_base_of_status');
    END
    """,
)


def defend_base_status(using: str, **_fact: object) -> None:
    """Lays the rule in a database whose tables exist; does nothing where it stands already."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if not {"crm_ticket", "crm_ticketstatus"} <= set(connection.introspection.table_names(cursor)):
            return
        if connection.vendor == "sqlite":
            for statement in _SQLITE:
                cursor.execute(statement)
        elif connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_STANDS)
            if cursor.fetchone() is None:
                cursor.execute(_POSTGRESQL)
