"""What changes in a plan when a date moves, and what moves along with it."""
