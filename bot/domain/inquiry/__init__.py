"""Free questions about what is on record: what there is to cite, what is asked, and which answer holds to it."""
