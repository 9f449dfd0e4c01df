"""The audit trail: who did what, when and from where, each row chained to the one before."""
