"""What a team sees of its ratings. Words and looks only."""
