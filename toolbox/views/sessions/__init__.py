"""Pages of the team session."""
