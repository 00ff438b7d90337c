"""Forms of the editors of the code and of addenda."""
