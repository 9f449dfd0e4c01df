"""What a model may reword in a plan, and what is refused because nobody said it.

May be made stricter freely; loosen it only with a wording that was refused wrongly.
"""
