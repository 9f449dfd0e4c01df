"""Edge to files: what is handed out."""
