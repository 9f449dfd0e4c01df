"""What may be typed behind a command, and what it is read as. Options only; what a command does is told by commands."""
