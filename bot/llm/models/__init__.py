"""Chat models of any provider: how they are reached, asked for a form and understood, and what their trouble means.

A provider's own ways stand here and nowhere else.
"""
