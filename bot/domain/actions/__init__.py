"""Actions that people work on: steps taken, where each stands, when it is brought to mind.

Rules only; who is asked and told is a use case's matter.
"""
