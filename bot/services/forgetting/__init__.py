"""Forgetting: somebody's words leave everything that is kept and shown of a pilot; the plan still stands."""
