"""Whole sentences of what somebody said, whose words they are, and what of them can be checked. Text in, places out."""
