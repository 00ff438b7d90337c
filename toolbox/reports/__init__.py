"""What pages read, as frozen dataclasses."""
