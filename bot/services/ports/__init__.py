"""What the use cases need of the world, as protocols. An adapter's need is no reason to touch them; a use case's is."""
