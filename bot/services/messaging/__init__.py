"""How use cases speak: messages put into the outbox, what they are worded by, when a digest is due."""
