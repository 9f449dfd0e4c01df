"""An interview on a platform: each message and button from load to commit."""
