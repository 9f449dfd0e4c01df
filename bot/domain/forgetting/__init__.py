"""What is left of interviews, assessments and plans once somebody's words have to go: pure, and without a model."""
