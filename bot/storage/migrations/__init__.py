"""Migrations: the schema's history, one step a file."""
