"""What is said to people who ask or tell something outside of a question of ours."""
