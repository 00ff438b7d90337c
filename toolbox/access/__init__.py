"""Who may see and change what of the toolboxes; querysets, so that forbidden is unknown."""
