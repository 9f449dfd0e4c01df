"""How queued events are worked: leases, tries, the pool.

Knows no use case; a new kind of event needs no change here.
"""
