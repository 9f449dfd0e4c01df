"""Edge to the database: tables, mapping, repositories, unit of work, migrations.

A field that is stored is changed in its table, its repository and one new migration.
"""
