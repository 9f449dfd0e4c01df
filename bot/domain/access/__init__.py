"""Who may do what: what somebody is to a pilot, what can be done, and the one table between the two."""
