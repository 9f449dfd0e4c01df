"""What people see of a production plan. Words and looks only."""
