"""What leaders see: digest, portfolio, decisions. Words and looks only."""
