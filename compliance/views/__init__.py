"""Pages of managers and others with a mandate. Forbidden and unknown both give 404."""
