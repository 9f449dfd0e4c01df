"""Edge to the terminal: the interview without Slack, and the replay of recorded ones."""
