"""What operators see of the running app."""
