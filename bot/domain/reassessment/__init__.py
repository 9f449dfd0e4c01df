"""Assessing again: what was said before, what may have changed, and how two assessments compare.

Nothing said before is changed here, only weighed.
"""
