"""From our outbox to Slack: messages, files, canvases, working states."""
