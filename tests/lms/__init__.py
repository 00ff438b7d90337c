"""Tests: lms."""
