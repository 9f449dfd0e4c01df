"""Measured, not asserted."""
