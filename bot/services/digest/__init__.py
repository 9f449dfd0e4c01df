"""What leaders are sent, and what their decisions do. What a digest says is chosen in bot/domain/digest."""
