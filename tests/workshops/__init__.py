"""Tests: workshops."""
