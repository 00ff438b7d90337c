"""Attempts, answers and the place where somebody was."""
