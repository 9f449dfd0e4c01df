"""A terminal as a place where an interview is held: the conversation's ports, and a keyboard. No rule of it is here."""
