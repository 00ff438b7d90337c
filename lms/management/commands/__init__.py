"""Commands of the learning engine."""
