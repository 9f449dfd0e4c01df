"""What is said and queued: messages, their parts, events, where they stand on the platform.

No words for people, no platform's keys.
"""
