"""What is taken out again: what stands in its place, what is asked before, and who is told."""
