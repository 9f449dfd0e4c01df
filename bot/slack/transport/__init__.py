"""How Slack reaches us and how we reach Slack: sockets, HTTP, calls. Knows no use case."""
