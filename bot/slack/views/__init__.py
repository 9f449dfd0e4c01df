"""What only reads: answers to commands, screens and shared cards, each of what that person may see. Nothing writes."""
