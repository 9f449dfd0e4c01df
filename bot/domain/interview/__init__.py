"""Questions, answers and the evidence in them. What counts as said is decided here; what is asked next, in asking."""
