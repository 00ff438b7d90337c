"""Screens of the admin for editors of help."""
