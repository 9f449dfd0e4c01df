"""Edge to files: what is handed out. A new format or section goes here; whatever it says stands in the plan already."""
