"""Courses, each a plugin."""
