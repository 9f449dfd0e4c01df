"""What people see in Slack: every message, modal and Home view, as pure functions from domain objects to payloads.

Words and looks may be changed freely; look at them by `python -m tests.slack.gallery`.
"""
