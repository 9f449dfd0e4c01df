"""A message from outside an interview's thread: it goes on there, is proposed as evidence, or is welcomed."""
