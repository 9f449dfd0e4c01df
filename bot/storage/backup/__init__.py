"""Copies of the whole database in one file, and back: consistent while it is served."""
