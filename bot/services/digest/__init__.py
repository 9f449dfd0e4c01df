"""What leaders are sent, and what their decisions do."""
