"""Repositories: every query behind the storage ports."""
