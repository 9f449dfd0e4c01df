"""What a plan's document says, section by section, without any format."""
