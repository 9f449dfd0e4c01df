"""What a team sees while it is interviewed. Words and looks only."""
