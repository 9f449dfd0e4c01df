"""What is read for one person, and whether they may see it. Nothing here writes."""
