"""Screens of the admin for people and organisation."""
