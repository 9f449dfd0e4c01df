"""The queue's tables as workers use them: claims, ends, waking, purging."""
