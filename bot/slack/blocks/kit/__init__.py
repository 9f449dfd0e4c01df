"""The pieces that messages are built of, and Slack's limits to them. Whatever is changed here, every message shows."""
