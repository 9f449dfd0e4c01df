"""The queue's tables as workers use them: claims, ends, waking, purging.

Change it with the races in tests/storage/queue.
"""
