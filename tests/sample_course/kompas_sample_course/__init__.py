"""A course that is installed with pip."""
