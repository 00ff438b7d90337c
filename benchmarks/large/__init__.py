"""Figures, planning and files for a whole government, beside SQL written by hand."""
