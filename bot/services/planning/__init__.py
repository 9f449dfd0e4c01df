"""Having a plan drafted, worded and kept."""
