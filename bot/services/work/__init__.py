"""Long work: shown while it goes on, stopped when somebody says so, and taken up again."""
