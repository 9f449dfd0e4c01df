"""What a production plan holds: its nouns, as they are stored. No rule that makes a plan stands here."""
