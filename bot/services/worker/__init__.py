"""How queued events are worked: leases, tries, the pool. Knows no use case."""
