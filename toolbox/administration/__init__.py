"""Screens of the admin for editors of toolboxes and knowledge."""
