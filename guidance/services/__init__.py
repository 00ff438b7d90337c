"""Changes of the directory and the guide."""
