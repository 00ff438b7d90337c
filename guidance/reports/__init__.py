"""What is read of help, as frozen dataclasses."""
