"""A pilot is started, or asked again: its team is kept, its people invited, its first question asked."""
