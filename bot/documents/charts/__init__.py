"""The pictures in documents and messages."""
