"""Long work as people see it."""
