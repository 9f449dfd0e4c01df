"""What a model may reword in a plan, and what is refused because nobody said it."""
