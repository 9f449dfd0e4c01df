"""What arrives finds its use case: clicks while Slack waits, events from the inbox. Nothing is worked here itself."""
