"""Reminding people of their duties: when, in which message, and when no longer."""
