"""What models may cost: every call is counted, and none is made beyond the budget."""
