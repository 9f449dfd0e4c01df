"""Verbs: one module a use case, the ports they need, the order of transactions. No rule and no word for people."""
