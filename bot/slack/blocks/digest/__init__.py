"""What leaders see: digest, portfolio, decisions."""
