"""What people see of a production plan."""
