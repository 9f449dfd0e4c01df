"""Long work as people see it while they wait: its steps, and what each came to. No words."""
