"""Questions, answers and the evidence in them. What counts as said, and what is asked next, is decided here."""
