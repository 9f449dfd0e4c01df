"""Edge to the database: tables, mapping, repositories, unit of work, migrations."""
