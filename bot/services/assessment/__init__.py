"""Having a pilot rated, and ratings challenged."""
