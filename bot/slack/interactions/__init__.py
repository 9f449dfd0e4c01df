"""What a message, button, form or command runs: one use case each. A new one is registered here, and only here."""
