"""What people see of their pilots: status, lists, Home."""
