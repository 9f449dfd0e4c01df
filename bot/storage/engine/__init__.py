"""The databases that are served, and how a piece of work becomes one transaction.

All SQL of one kind of database only.
"""
