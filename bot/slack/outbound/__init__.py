"""From our outbox to Slack: messages, files, canvases, working states.

Nothing is worded here, and nothing sent twice.
"""
