"""Many pilots side by side: what they lack together, what stands still, which look alike.

Counts and rules, no words.
"""
