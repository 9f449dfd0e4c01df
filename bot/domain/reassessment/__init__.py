"""Assessing again: what was said before, what may have changed, and how two assessments compare."""
