"""Forms of help."""
