"""What people see in Slack: every message, modal and Home view, as pure functions from domain objects to payloads."""
