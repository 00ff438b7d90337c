"""What is read of the code of conduct, as frozen dataclasses."""
