"""What a malicious colleague, a stranger or somebody on the network tries, and what comes of it."""
