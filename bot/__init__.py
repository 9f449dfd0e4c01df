"""Flightplan takes an enterprise AI pilot to production."""
