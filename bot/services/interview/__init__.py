"""An interview without a platform: answers stored, read, recorded; the next question. Every edge relies on it."""
