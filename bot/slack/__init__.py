"""Slack: the edge where people are. Listeners, payloads, blocks, the messenger."""
