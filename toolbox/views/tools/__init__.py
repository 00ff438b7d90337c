"""Toolboxes, tools and favourites."""
