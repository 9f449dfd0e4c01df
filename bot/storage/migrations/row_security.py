"""Row security for PostgreSQL: a row is there only for transactions of its workspace, or of all of them.

Each transaction says which workspace it is about (`flightplan.workspace`), or `*` for all; our own connections begin
with none, so that whoever forgets to say sees nothing. A session that never heard of the setting sees everything:
Flightplan of the version before beside this one, pg_dump, an operator at psql.
"""

from alembic import op

_TABLES = """
SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = current_schema() AND c.column_name = 'workspace_id' AND t.table_type = 'BASE TABLE'
ORDER BY c.table_name
"""
_SAID = "(SELECT coalesce(current_setting('flightplan.workspace', true), '*'))"
_MINE = f"workspace_id = {_SAID} OR {_SAID} = '*'"


def protect_tables() -> None:
    """All that have a workspace: a step that makes such a table calls this at its end. Twice does no harm."""
    for table in _list_tables():
        op.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        op.execute(f'DROP POLICY IF EXISTS own_workspace ON "{table}"')
        op.execute(f'CREATE POLICY own_workspace ON "{table}" USING ({_MINE}) WITH CHECK ({_MINE})')


def unprotect_tables() -> None:
    for table in _list_tables():
        op.execute(f'DROP POLICY IF EXISTS own_workspace ON "{table}"')
        op.execute(f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        op.execute(f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')


def _list_tables() -> list[str]:
    """None on another database than PostgreSQL."""
    connection = op.get_bind()
    return list(connection.exec_driver_sql(_TABLES).scalars()) if connection.dialect.name == "postgresql" else []
