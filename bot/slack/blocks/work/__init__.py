"""What people see of long work, and how they say what they think of what came of it. Words and looks only."""
