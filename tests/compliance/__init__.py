"""Tests: compliance."""
