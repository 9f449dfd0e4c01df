"""Actions that people work on: steps taken, where each stands, when it is brought to mind."""
