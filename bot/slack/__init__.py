"""Slack: the edge where people are. Nothing here decides what an interview, a rating or a plan is."""
