"""Tests: who may see and do what, on every address of the site (domain.md §5.2)."""
