"""What leaders read: the digest, the portfolio, and its columns. The same words on every surface."""
