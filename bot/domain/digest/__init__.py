"""A leader's week: what moved, what is stuck, and the one decision that waits. No words; those stand in bot/wording."""
