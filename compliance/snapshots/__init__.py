"""Figures that were frozen: taken, read back, computed again, explained and compared."""
