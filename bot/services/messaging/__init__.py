"""How use cases speak: messages put into the outbox, what they are worded by, when a digest is due.

A new kind of message gets its type here and its words at the edge.
"""
