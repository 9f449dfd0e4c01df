"""What a plan's document says, section by section, without any format. A new section is a module here."""
