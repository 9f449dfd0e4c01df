"""Nobody hangs: random interleavings of three people through the real handlers and the real sender, in memory."""
