"""One transaction: its connection, its workspace, and what its failures mean. No query stands here."""
