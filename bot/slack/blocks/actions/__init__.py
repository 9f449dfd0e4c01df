"""What people see of the actions they work on. Words and looks only."""
