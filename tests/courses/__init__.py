"""Tests: courses."""
