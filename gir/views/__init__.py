"""Pages of the code of conduct."""
