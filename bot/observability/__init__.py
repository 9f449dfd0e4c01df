"""Observability: what operators see of it as it runs: log lines and traces, in which nobody's words stand."""
