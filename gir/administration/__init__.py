"""Screens of the admin for editors of the code of conduct."""
