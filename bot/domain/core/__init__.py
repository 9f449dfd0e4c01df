"""What every other room of the domain needs: the base model, errors, people, time and usage.

Touch only what all share; imports nothing of ours.
"""
