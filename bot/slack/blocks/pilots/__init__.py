"""What people see of their pilots: status, lists, Home. Words and looks only."""
