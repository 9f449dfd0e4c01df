"""Having a pilot rated, and ratings challenged. The order of the work; what a level takes stands in the domain."""
