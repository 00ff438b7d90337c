"""Pages of the toolboxes, practices, the kennishuis and team sessions."""
