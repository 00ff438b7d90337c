"""Image and document models."""
