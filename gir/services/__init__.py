"""Changes to the code of conduct."""
