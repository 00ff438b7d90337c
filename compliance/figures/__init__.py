"""Counts of persons and teams: one figure, the same on every page, report and export."""
