"""What is measured against, as objects: framework, guide, practices.

Rules about the framework itself; the content stands in knowledge/.
"""
