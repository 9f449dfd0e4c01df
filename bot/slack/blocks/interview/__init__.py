"""What a team sees while it is interviewed."""
