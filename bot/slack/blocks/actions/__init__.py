"""What people see of the actions they work on."""
