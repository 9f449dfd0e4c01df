"""The steps, oldest first: v<number>_<what>.py, revision = the number. Only ever added to."""
