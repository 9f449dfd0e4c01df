"""What is asked next, of whom, and who is waited for: read from an interview alone. Nothing here changes one."""
