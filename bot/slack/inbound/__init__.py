"""From Slack's payloads to our events. The only room that spells the keys of what Slack sends."""
