"""What a reader may see of a pilot, taken apart into the entries of a record."""
