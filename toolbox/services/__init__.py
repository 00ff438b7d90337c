"""Changes of toolboxes, practices, links and team sessions."""
