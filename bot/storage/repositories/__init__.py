"""Repositories: every query behind the storage ports. A query is written here and nowhere else."""
