"""The pieces that messages are built of, and Slack's limits to them."""
