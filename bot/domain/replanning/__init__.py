"""What changes in a plan when a date moves, and what moves along with it.

A plan is never changed, a new one is made.
"""
