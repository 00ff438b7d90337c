"""A made-up central government of any size, the same for the same seed; nobody in it is real."""
