"""What is kept of people, for operators: taken out of the database, and how long it stays in it."""
