"""Migrations of demo."""
