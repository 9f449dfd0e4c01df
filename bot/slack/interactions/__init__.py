"""What a message, button, form or command runs: one use case each."""
