"""What a team sees of its ratings."""
