"""An interview on a platform: each message and button from load to commit. A new move of an interview goes here."""
