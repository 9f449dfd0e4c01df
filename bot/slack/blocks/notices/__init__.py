"""What is said of what Slack can't bring or no longer has: files, forwards, people and channels that are gone."""
