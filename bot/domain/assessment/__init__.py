"""From evidence to ratings, gaps, stage and traps.

What a level takes is decided here; its ladder stands in knowledge/.
"""
